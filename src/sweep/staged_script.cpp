#include "sweep/staged_script.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/files.hpp"
#include "base/sha256.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {

namespace {

namespace fs = std::filesystem;

std::string checked_copy(const Manifest& manifest, const ManifestInput& input) {
  const fs::path path = manifest.output_dir() / input.path;
  std::string bytes;
  try {
    bytes = read_file(path);
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

/// The line with the absolute path that its #Include names replaced; any other line as it is.
std::string with_include_staged(std::string_view line, const std::vector<fs::path>& staged) {
  constexpr std::string_view keyword = "#Include";
  const std::size_t start = line.find_first_not_of(" \t");
  if (start == line.npos || !line.substr(start).starts_with(keyword)) return std::string(line);
  const std::size_t path = line.find_first_not_of(" \t'\"", start + keyword.size());
  if (path == line.npos || line[path] != '/') return std::string(line);
  const std::size_t end = std::min(line.find_first_of("'\"\r\n;", path), line.size());
  const bool is_quoted = end < line.size() && (line[end] == '\'' || line[end] == '"');
  return fmt::format("{}{} '{}'{}", line.substr(0, start), keyword,
                     staged_place(line.substr(path, end - path), staged).string(),
                     line.substr(is_quoted ? end + 1 : end));
}

std::string with_includes_staged(std::string_view text, const std::vector<fs::path>& staged) {
  std::string result;
  while (!text.empty()) {
    const std::size_t length = std::min(text.find('\n'), text.size() - 1) + 1;
    result += with_include_staged(text.substr(0, length), staged);
    text.remove_prefix(length);
  }
  return result;
}

}  // namespace

fs::path stage_script(const Manifest& manifest, const fs::path& folder) {
  const std::vector<ManifestInput>& inputs = manifest.header().inputs;
  if (inputs.empty()) {
    throw SweepConfigError(
        fmt::format("{} holds no copies of the script: it was written by the "
                    "Python package or an early version",
                    manifest.path().string()));
  }
  fs::path base = folder;
  for (std::ptrdiff_t level = levels_above(inputs); level > 0; --level) base /= "above";
  std::vector<std::pair<fs::path, std::string>> files;
  std::vector<fs::path> staged;
  for (const ManifestInput& input : inputs) {
    const fs::path relative =
        input.include.empty() ? input.path.filename() : fs::path(input.include);
    files.emplace_back((base / relative).lexically_normal(), checked_copy(manifest, input));
    staged.push_back(files.back().first);
  }
  for (const auto& [path, bytes] : files) {
    create_folders(path.parent_path());
    write_file(path, with_includes_staged(bytes, staged));
  }
  return staged.front();
}

}  // namespace gmat_sweep
