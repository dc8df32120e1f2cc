#include "sweep/output_digest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "base/sha256.hpp"
#include "gmat_sweep/errors.hpp"
#include "sweep/run_one.hpp"

namespace gmat_sweep {

namespace {

namespace fs = std::filesystem;

std::string digest_of_folder(const fs::path& folder, FileSystem& files) {
  std::string lines;
  for (const fs::path& name : content_of_folder(folder)) {
    lines += sha256sum_line(sha256_file_hex(folder / name, files), name.generic_string());
  }
  return sha256_hex(lines);
}

}  // namespace

std::vector<fs::path> content_of_folder(const fs::path& folder) {
  std::vector<fs::path> names;
  try {
    for (const fs::directory_entry& item : fs::recursive_directory_iterator(folder)) {
      std::error_code unreadable;  // a link that leads nowhere
      if (!item.is_regular_file(unreadable) || item.path().filename() == worker_log_name) continue;
      names.push_back(item.path().lexically_relative(folder));
    }
  } catch (const fs::filesystem_error& error) {
    throw GmatSweepError(
        fmt::format("cannot list {}: {}", folder.string(), error.code().message()));
  }
  std::ranges::sort(names, {}, [](const fs::path& name) { return name.generic_string(); });
  return names;
}

std::string output_sha256(const fs::path& path, FileSystem& files) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (fs::is_directory(status)) return digest_of_folder(path, files);
  // A pipe or a device would be waited for without end.
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    throw GmatSweepError(fmt::format("{} is neither a file nor a folder", path.string()));
  }
  return sha256_file_hex(path, files);
}

std::string sha256sum_line(std::string_view digest, std::string_view name) {
  if (name.find_first_of("\\\n\r") == std::string_view::npos) {
    return fmt::format("{}  {}\n", digest, name);
  }
  std::string escaped;
  for (const char c : name) {
    if (c == '\\') {
      escaped += "\\\\";
    } else if (c == '\n') {
      escaped += "\\n";
    } else if (c == '\r') {
      escaped += "\\r";
    } else {
      escaped += c;
    }
  }
  return fmt::format("\\{}  {}\n", digest, escaped);
}

}  // namespace gmat_sweep
