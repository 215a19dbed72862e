#include "app/completion_script.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>

#include "support/temporary_folder.h"

namespace ebbtide {
namespace {

using testing::HasSubstr;

std::vector<VerbSpec> verbs() {
  std::vector<VerbSpec> all = verb_specs();
  if (all.front().name != "run") all.insert(all.begin(), run_verb_spec());
  return all;
}

// What bash would offer after the given words, the last of which is being typed.
std::string offered(const std::vector<std::string>& words) {
  const TemporaryFolder temporary;
  const std::filesystem::path script = temporary.path() / "ebbtide_completion.bash";
  std::ofstream file(script);
  file << bash_completion(verbs()) << "COMP_WORDS=(";
  for (const std::string& word : words) file << " '" << word << "'";
  file << ")\nCOMP_CWORD=" << words.size() - 1
       << "\n_ebbtide\nfor reply in \"${COMPREPLY[@]}\"; do printf '%s ' \"$reply\"; done\n";
  file.close();
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(("bash -eu " + script.string() + " 2>&1").c_str(), "r"),
                                                   pclose);
  std::string text;
  std::array<char, 4096> buffer{};
  while (std::fgets(buffer.data(), static_cast<int>(buffer.size()), pipe.get()) != nullptr) text += buffer.data();
  return text;
}

TEST(BashCompletion, OffersVerbs) {
  EXPECT_EQ(offered({"ebbtide", "va"}), "validate ");
  EXPECT_THAT(offered({"ebbtide", ""}), HasSubstr("run "));
  EXPECT_EQ(offered({"ebbtide", "zzz"}), "");
}

TEST(BashCompletion, OffersSecondWords) {
  EXPECT_EQ(offered({"ebbtide", "history", ""}), "check show new ");
  EXPECT_EQ(offered({"ebbtide", "history", "show", "--we"}), "--weeks ");
}

TEST(BashCompletion, OffersOptionsAndTheirValues) {
  EXPECT_EQ(offered({"ebbtide", "run", "--se"}), "--seed --set ");
  EXPECT_EQ(offered({"ebbtide", "run", "--color", "a"}), "auto always ");
  EXPECT_EQ(offered({"ebbtide", "completion", ""}), "bash zsh fish ");
}

TEST(BashCompletion, OffersFilesAndFolders) {
  const TemporaryFolder temporary;
  const std::filesystem::path& folder = temporary.path();
  std::filesystem::create_directories(folder / "inner");
  std::ofstream(folder / "in.yaml") << "x\n";
  const std::string begin = (folder / "in").string();
  EXPECT_THAT(offered({"ebbtide", "run", begin}), testing::AllOf(HasSubstr("in.yaml"), HasSubstr("inner")));
  EXPECT_EQ(offered({"ebbtide", "run", "--output", begin}), (folder / "inner").string() + " ");
}

TEST(ZshCompletion, NamesEveryVerbAndOption) {
  const std::string script = zsh_completion(verbs());
  EXPECT_THAT(script, HasSubstr("#compdef ebbtide"));
  for (const VerbSpec& verb : verbs()) {
    EXPECT_THAT(script, HasSubstr("'" + verb.name + "') _arguments"));
    for (const OptionSpec& option : verb.options) EXPECT_THAT(script, HasSubstr("--" + option.name + "["));
  }
}

TEST(FishCompletion, NamesEveryVerbAndOption) {
  const std::string script = fish_completion(verbs());
  EXPECT_THAT(script, HasSubstr("complete -c ebbtide -n __fish_use_subcommand -a run -d"));
  EXPECT_THAT(script,
              HasSubstr("-n '__fish_seen_subcommand_from history; and __fish_seen_subcommand_from show' -l weeks"));
  EXPECT_THAT(script, HasSubstr("-n '__fish_seen_subcommand_from run' -l color -x -a 'auto always never'"));
}

}  // namespace
}  // namespace ebbtide
