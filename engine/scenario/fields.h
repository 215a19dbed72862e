// One mapping of a scenario file, checked against the table of keys: what is left may be read without further ado.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/documents.h"
#include "scenario/keys.h"

namespace ebbtide {

class Fields {
 public:
  // Reports unknown, reserved, empty and missing keys, quoted values and values of the wrong shape. A node that is not
  // a map is reported and leaves nothing.
  Fields(const YamlNode& node, Section section, Reporter& reporter, bool check_required = true);

  // The value of a key whose shape is right; nullptr when it is absent or was reported.
  const YamlNode* get(std::string_view key) const;
  // The entry of a key that is present, right or wrong.
  const YamlEntry* entry(std::string_view key) const;
  // Of these keys, those present, in file order.
  std::vector<const YamlEntry*> present(std::initializer_list<std::string_view> keys) const;
  // A reserved key is among them: what the mapping asks for is not known to this version.
  bool has_reserved() const { return has_reserved_; }
  const YamlNode& node() const { return node_; }

 private:
  void check_entry(const YamlEntry& entry, Section section, Reporter& reporter);

  const YamlNode& node_;
  std::vector<const YamlEntry*> good_;
  bool has_reserved_ = false;
};

// Reports when not exactly one of the entries is present: none at the mapping (`expected` says what could stand),
// several at every one after the first. Returns the entry when there is exactly one.
const YamlEntry* exactly_one(const Fields& fields, std::initializer_list<std::string_view> keys, std::string_view what,
                             Reporter& reporter);

// Reports every one of the keys that is present: it does not go with what `beside` says.
void forbid(const Fields& fields, std::initializer_list<std::string_view> keys, std::string_view beside,
            const std::string& expected, Reporter& reporter);

// The word of a choice; one that the table does not have is reported.
std::optional<std::string> read_choice(const Fields& fields, Section section, std::string_view key, Reporter& reporter);

}  // namespace ebbtide
