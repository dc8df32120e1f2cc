#include "sweep/inputs.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/files.hpp"
#include "base/sha256.hpp"
#include "gmat_sweep/errors.hpp"
#include "script/function_files.hpp"

namespace gmat_sweep {

namespace {

namespace fs = std::filesystem;

constexpr const char* inputs_folder = "inputs";

/// A file within the script's folder keeps its place, so that the copied script finds what it
/// includes; any other goes to a folder of its own.
fs::path place_of_copy(const fs::path& relative, std::size_t index) {
  if (!relative.empty() && relative.is_relative() && *relative.begin() != "..") {
    return inputs_folder / relative;
  }
  return fs::path(inputs_folder) / fmt::format("elsewhere-{}", index) / relative.filename();
}

/// Makes the names of folders that may be new durable, up to the output folder.
void sync_folders_between(fs::path folder, const fs::path& output_dir, FileSystem& files) {
  while (folder != output_dir && folder.has_relative_path()) {
    folder = folder.parent_path();
    sync_directory(folder, files);
  }
}

}  // namespace

std::vector<fs::path> function_folders(const Value::Map& engine_options) {
  std::vector<fs::path> folders;
  const Value* given = engine_options.find("function_path");
  if (given == nullptr) return folders;
  const bool texts = given->is_list() && std::ranges::all_of(given->as_list(), &Value::is_string);
  if (!texts) throw SweepConfigError("the option function_path is a list of folders");
  for (const Value& folder : given->as_list()) folders.emplace_back(folder.as_string());
  return folders;
}

std::vector<SweepInput> find_inputs(const fs::path& script,
                                    const std::vector<fs::path>& function_folders) {
  const fs::path script_path = fs::absolute(script).lexically_normal();
  std::vector<SweepInput> inputs;
  for (const script::SourceFile& file :
       script::parse_mission(script_path, function_folders).files) {
    const fs::path path = fs::absolute(file.path).lexically_normal();
    const fs::path relative = path.lexically_relative(script_path.parent_path());
    SweepInput input;
    input.source = path;
    input.record.path = place_of_copy(relative, inputs.size());
    input.record.sha256 = file.sha256;
    if (!inputs.empty()) input.record.include = relative.string();
    inputs.push_back(std::move(input));
  }
  return inputs;
}

std::vector<ManifestInput> copy_inputs(const std::vector<SweepInput>& inputs,
                                       const fs::path& output_dir, FileSystem& files) {
  std::vector<ManifestInput> records;
  for (const SweepInput& input : inputs) {
    const std::string bytes = read_file(input.source, files);
    if (sha256_hex(bytes) != input.record.sha256) {
      throw SweepConfigError(
          fmt::format("{} changed while the sweep was starting", input.source.string()));
    }
    const fs::path copy = output_dir / input.record.path;
    create_folders(copy.parent_path(), files);
    write_file_atomically(copy, bytes, files);
    sync_folders_between(copy.parent_path(), output_dir, files);
    records.push_back(input.record);
  }
  return records;
}

}  // namespace gmat_sweep
