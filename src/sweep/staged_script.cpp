#include "sweep/staged_script.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.hpp"
#include "base/sha256.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {

namespace {

namespace fs = std::filesystem;

std::string checked_copy(const Manifest& manifest, const ManifestInput& input, FileSystem& files) {
  const fs::path path = manifest.output_dir() / input.path;
  std::string bytes;
  try {
    bytes = read_file(path, files);
  } catch (const GmatSweepError& error) {
    throw SweepConfigError(error.what());
  }
  const std::string found = sha256_hex(bytes);
  if (found == input.sha256) return bytes;
  throw SweepConfigError(
      fmt::format("{} is not the file the sweep was started from: its SHA-256 "
                  "is {}, the manifest records {}",
                  path.string(), found, input.sha256));
}

/// How far up from the script's folder its files lie.
std::ptrdiff_t levels_above(const std::vector<ManifestInput>& inputs) {
  std::ptrdiff_t most = 0;
  for (const ManifestInput& input : inputs) {
    const fs::path include = input.include;
    most = std::max(most, std::count(include.begin(), include.end(), ".."));
  }
  return most;
}

/// Where the file of an absolute path now lies: of the staged files of that name the one whose path
/// has most of its end in common.
fs::path staged_place(const fs::path& absolute, const std::vector<fs::path>& staged) {
  const auto common = [&](const fs::path& candidate) {
    const std::vector<fs::path> a(absolute.begin(), absolute.end());
    const std::vector<fs::path> b(candidate.begin(), candidate.end());
    return std::mismatch(a.rbegin(), a.rend(), b.rbegin(), b.rend()).first - a.rbegin();
  };
  const auto best = std::ranges::max_element(staged, {}, common);
  return best == staged.end() || common(*best) == 0 ? absolute : *best;
}

/// Where the path that a line's #Include or FunctionPath names begins, quotes apart; npos when the
/// line is neither.
std::size_t start_of_path(std::string_view line) {
  constexpr std::string_view include = "#Include";
  constexpr std::string_view function_path = ".FunctionPath";
  constexpr std::string_view blanks = " \t";
  const std::size_t start = line.find_first_not_of(blanks);
  if (start == line.npos) return line.npos;
  std::size_t at = start + include.size();
  if (!line.substr(start).starts_with(include)) {
    const std::size_t field = line.find(function_path);
    if (field == line.npos) return line.npos;
    at = line.find_first_not_of(blanks, field + function_path.size());
    if (at == line.npos || line[at] != '=') return line.npos;
    ++at;
  }
  return line.find_first_not_of(" \t'\"", at);
}

/// The line with the absolute path it names pointed at the copy; any other line as it is.
std::string with_path_staged(std::string_view line, const std::vector<fs::path>& staged) {
  const std::size_t path = start_of_path(line);
  if (path == line.npos || line[path] != '/') return std::string(line);
  const std::size_t end = std::min(line.find_first_of("'\"\r\n;", path), line.size());
  const bool is_quoted = end < line.size() && (line[end] == '\'' || line[end] == '"');
  const std::string_view before = line.substr(0, line.find_last_not_of(" \t'\"", path - 1) + 1);
  return fmt::format("{} '{}'{}", before,
                     staged_place(line.substr(path, end - path), staged).string(),
                     line.substr(is_quoted ? end + 1 : end));
}

std::string with_paths_staged(std::string_view text, const std::vector<fs::path>& staged) {
  std::string result;
  while (!text.empty()) {
    const std::size_t length = std::min(text.find('\n'), text.size() - 1) + 1;
    result += with_path_staged(text.substr(0, length), staged);
    text.remove_prefix(length);
  }
  return result;
}

}  // namespace

StagedScript stage_script(const Manifest& manifest, const fs::path& folder, FileSystem& files) {
  const std::vector<ManifestInput>& inputs = manifest.header().inputs;
  if (inputs.empty()) {
    throw SweepConfigError(
        fmt::format("{} holds no copies of the script: it was written by the "
                    "Python package or an early version",
                    manifest.path().string()));
  }
  fs::path base = folder;
  for (std::ptrdiff_t level = levels_above(inputs); level > 0; --level) base /= "above";
  std::vector<std::string> texts;
  std::vector<fs::path> staged;
  for (const ManifestInput& input : inputs) {
    const fs::path relative =
        input.include.empty() ? input.path.filename() : fs::path(input.include);
    texts.push_back(checked_copy(manifest, input, files));
    staged.push_back((base / relative).lexically_normal());
  }
  StagedScript result{staged.front(), {}};
  for (std::size_t i = 0; i < staged.size(); ++i) {
    create_folders(staged[i].parent_path(), files);
    write_file(staged[i], with_paths_staged(texts[i], staged), files);
    if (staged[i].extension() == ".gmf" &&
        std::ranges::find(result.function_folders, staged[i].parent_path()) ==
            result.function_folders.end()) {
      result.function_folders.push_back(staged[i].parent_path());
    }
  }
  return result;
}

Value::Map with_function_folders(Value::Map options, const std::vector<fs::path>& folders) {
  if (folders.empty()) return options;
  const Value* given = options.find("function_path");
  Value::List list = given == nullptr ? Value::List{} : given->as_list();
  for (const fs::path& folder : folders) list.emplace_back(folder.string());
  options.set("function_path", std::move(list));
  return options;
}

}  // namespace gmat_sweep
