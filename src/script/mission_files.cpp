#include <algorithm>

#include "base/files.hpp"
#include "base/sha256.hpp"
#include "script/function_files.hpp"
#include "script/parser.hpp"

namespace gmat_sweep::script {
namespace {

namespace fs = std::filesystem;

/// A file that is not there is a fault of the command that reads it.
void add_files_read(Script& script) {
  const auto folder = script.files.front().path.parent_path();
  for (const auto& assignment : script.assignments) {
    const auto* target = assignment.target.path();
    if (target == nullptr || target->parts.size() != 2) continue;
    if (target->parts[1].name != "Filename") continue;
    const auto* owner = script.find_resource(target->parts[0].name);
    if (owner == nullptr || owner->type != "FileInterface") continue;
    const auto* text = assignment.value.string();
    const auto path = folder / (text != nullptr ? text->text : assignment.raw_value);
    if (!fs::is_regular_file(path)) continue;
    const auto known = std::ranges::find(script.files, path, &SourceFile::path);
    if (known != script.files.end()) continue;
    script.files.push_back({path, sha256_hex(read_file(path)), assignment.location});
  }
}

}  // namespace

Script parse_mission(const fs::path& path, std::span<const fs::path> folders) {
  auto script = include_functions(parse_file(path), folders);
  add_files_read(script);
  return script;
}

}  // namespace gmat_sweep::script
