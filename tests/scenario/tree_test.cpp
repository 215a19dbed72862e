#include "scenario/tree.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "support/properties.h"

namespace ebbtide {
namespace {

YamlNode tree(const std::string& text) {
  Findings findings;
  return parse_yaml("t.yaml", text, findings).value().root;
}

std::string merged(const std::string& parent, const std::string& child) {
  return node_text(merge(tree(parent), tree(child)));
}

TEST(Merge, JoinsMapsKeyByKeyAndKeepsTheParentsOrder) {
  EXPECT_EQ(merged("{a: 1, b: {c: 2, d: 3}}", "{b: {d: 4, e: 5}, f: 6}"), "{a: 1, b: {c: 2, d: 4, e: 5}, f: 6}");
}

TEST(Merge, ReplacesListsAndChangesOfShape) {
  EXPECT_EQ(merged("{a: [1, 2, 3], b: {c: 1}, d: 2}", "{a: [9], b: 1, d: {e: 1}}"), "{a: [9], b: 1, d: {e: 1}}");
}

TEST(Merge, GivesEachValueThePositionOfTheFileItComesFrom) {
  YamlNode parent = tree("{a: 1, b: 2}");
  YamlNode child = tree("{b: 3}");
  set_position(parent, {"parent.yaml", 1, 1});
  set_position(child, {"child.yaml", 2, 2});
  const YamlNode both = merge(parent, child);
  EXPECT_EQ(both.find("a")->where.file, "parent.yaml");
  EXPECT_EQ(both.find("b")->where.file, "child.yaml");
  EXPECT_EQ(both.entries[1].key_where.file, "child.yaml");
}

YamlNode random_value() {
  YamlNode node;
  node.kind = *rc::gen::element(YamlNode::Kind::null, YamlNode::Kind::scalar, YamlNode::Kind::sequence);
  if (node.kind == YamlNode::Kind::null) return node;
  YamlNode scalar;
  scalar.kind = YamlNode::Kind::scalar;
  scalar.text = std::to_string(*rc::gen::inRange(0, 10));
  if (node.kind == YamlNode::Kind::scalar) return scalar;
  node.items.assign(static_cast<std::size_t>(*rc::gen::inRange(0, 4)), scalar);
  return node;
}

// A map; its keys in capitals hold maps, the others values or lists, as the keys of a scenario do.
YamlNode random_map(int depth) {
  YamlNode node;
  node.kind = YamlNode::Kind::map;
  for (const char* key : {"a", "B", "c", "D"}) {
    if (!*rc::gen::arbitrary<bool>()) continue;
    const bool map = key[0] < 'a';
    if (map && depth == 0) continue;
    YamlEntry entry;
    entry.key = key;
    entry.value = map ? random_map(depth - 1) : random_value();
    node.entries.push_back(std::move(entry));
  }
  return node;
}

// The text of a tree whose maps are in order of their keys: which file names a key first does not matter here.
std::string sorted_text(YamlNode node) {
  std::sort(node.entries.begin(), node.entries.end(),
            [](const YamlEntry& a, const YamlEntry& b) { return a.key < b.key; });
  std::string text = node.is_map() ? "{" : node_text(node);
  for (const YamlEntry& entry : node.entries) text += entry.key + ": " + sorted_text(entry.value) + ", ";
  return text;
}

RC_GTEST_PROP(Merge, IsAssociative, ()) {
  const YamlNode a = random_map(3);
  const YamlNode b = random_map(3);
  const YamlNode c = random_map(3);
  RC_ASSERT(sorted_text(merge(merge(a, b), c)) == sorted_text(merge(a, merge(b, c))));
}

TEST(Merge, ForgetsAMapThatAFileInBetweenReplaces) {
  const YamlNode chain = merge(merge(tree("{a: {b: 1}}"), tree("{a: 2}")), tree("{a: {c: 3}}"));
  EXPECT_EQ(node_text(chain), "{a: {c: 3}}");
}

RC_GTEST_PROP(Merge, WithItselfChangesNothing, ()) {
  const YamlNode a = random_map(3);
  RC_ASSERT(node_text(merge(a, a)) == node_text(a));
}

TEST(DropEmptyEntries, TakesOutEmptyValuesOfMapsButNotOfLists) {
  YamlNode node = tree("{a: ~, b: {c: ~, d: 1}, e: [~, {f: ~}]}");
  drop_empty_entries(node);
  EXPECT_EQ(node_text(node), "{b: {d: 1}, e: [~, {f: ~}]}");
}

TEST(Paths, AreKeysAndPositionsAndRoundTrip) {
  for (const char* text : {"horizon", "conditions[0].change[1]", "events.deep_trough.min below", "a[0][1].b"}) {
    const auto path = parse_path(text);
    ASSERT_TRUE(path) << text;
    EXPECT_EQ(path_text(*path), text);
  }
  EXPECT_EQ(parse_path("conditions[0].change[1]")->size(), 4U);
}

TEST(Paths, RejectWhatIsNotAPath) {
  for (const char* text : {"", ".", "a.", ".a", "a..b", "[0]", "a[", "a[]", "a[x]", "a[-1]", "a[01]", "a]", "a[0]b"}) {
    EXPECT_FALSE(parse_path(text)) << text;
  }
}

TEST(FindPath, LeadsToAValueOrToTheStepThatFails) {
  YamlNode root = tree("{a: [{b: 1}, {b: 2}], c: 3}");
  EXPECT_EQ(find_path(root, *parse_path("a[1].b")).node->text, "2");
  const PathLookup beyond = find_path(root, *parse_path("a[2].b"));
  EXPECT_EQ(beyond.node, nullptr);
  EXPECT_EQ(beyond.step, 1U);
  EXPECT_TRUE(beyond.container->is_sequence());
  const PathLookup through_a_value = find_path(root, *parse_path("c.d"));
  EXPECT_EQ(through_a_value.node, nullptr);
  EXPECT_EQ(through_a_value.step, 1U);
}

}  // namespace
}  // namespace ebbtide
