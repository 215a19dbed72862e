// Checks scenarios/scenario.schema.json with an independent validator (Node 18 or later; first: npm ci):
// every file of pass/ and every shipped scenario must validate, and every file of fail/ whose findings are all of a kind that
// the schema can see must not. Prints which bad files the schema alone rejects. Exit code 1 when the two disagree.
import {readdirSync, readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import Ajv from 'ajv';
import yaml from 'js-yaml';

const here = dirname(fileURLToPath(import.meta.url));
const shipped = join(here, '..', '..', 'scenarios');
const schema = JSON.parse(readFileSync(join(shipped, 'scenario.schema.json'), 'utf8'));
const validate = new Ajv({allErrors: true, strict: false}).compile(schema);

// Findings about the shape of the file itself. The rest needs the universe, the horizon, other files, or the exact text of a number.
const structural = new Set([
  'unknown-key', 'missing-key', 'conflicting-keys', 'not-supported-yet', 'unknown-schema', 'missing-unit', 'wrong-type', 'duplicate-key',
  'second-document', 'yaml-syntax'
]);
// Structural by their code, yet only the program can see them.
const beyondTheSchema = new Map([
  ['nothing-to-take-away', 'an empty event may take an inherited one away'],
  ['cells', 'a cell is two known keys'],
  ['sweep-of-overlapping-values', 'two paths of which one contains the other'],
  ['set-wrong-values-of-views', 'a value of --set clashes with those of the file'],
  ['sweep-values', 'a swept value is checked where it is put'],
]);

function yamlFiles(folder) {
  return readdirSync(folder).filter(name => name.endsWith('.yaml')).sort().map(name => join(folder, name));
}

// What is wrong with the file according to the schema, or null.
function rejection(file) {
  let value;
  try {
    value = yaml.load(readFileSync(file, 'utf8'), {schema: yaml.CORE_SCHEMA});
  } catch (error) {
    return error.message.split('\n')[0];
  }
  if (validate(value)) return null;
  const error = validate.errors[0];
  return `${error.instancePath || '/'} ${error.message}`;
}

function expectations(file) {
  return readFileSync(file, 'utf8').split('\n').filter(line => line.startsWith('# expect: ')).map(line => line.slice(10));
}

// The file itself holds a structural error; those of other files and of --set have a place of another form.
function mustBeRejected(file) {
  const title = file.replace(/^.*\/\d+-/, '').replace('.yaml', '');
  if (beyondTheSchema.get(title)) return false;
  return expectations(file).some(line => {
    const [code, place] = line.split(' ');
    return structural.has(code) && /^\d+:\d+$/.test(place);
  });
}

let wrong = 0;
const good = [...yamlFiles(join(here, 'pass')), ...yamlFiles(shipped)];
for (const file of good) {
  const reason = rejection(file);
  if (reason === null) continue;
  wrong += 1;
  console.log(`WRONG  ${file}: a good file is rejected: ${reason}`);
}
let rejected = 0;
const bad = yamlFiles(join(here, 'fail'));
for (const file of bad) {
  const reason = rejection(file);
  if (reason !== null) rejected += 1;
  const missed = reason === null && mustBeRejected(file);
  if (missed) wrong += 1;
  console.log(`${missed ? 'WRONG ' : reason === null ? 'passes' : 'rejects'}  ${file.replace(/^.*\//, '')}${reason === null ? '' : ': ' + reason}`);
}
console.log(`${good.length} good files, ${rejected} of ${bad.length} bad files rejected by the schema alone, ${wrong} disagreements`);
process.exit(wrong === 0 ? 0 : 1);
