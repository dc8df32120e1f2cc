#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_system.hpp"

namespace gmat_sweep {

/// The files below a folder that count as its content, relative to it and sorted: regular files and
/// links to such. Links to folders are not followed; a run's `worker.log`, which is still written
/// to, does not count. Throws GmatSweepError when the folder cannot be listed.
std::vector<std::filesystem::path> content_of_folder(const std::filesystem::path& folder);

/// The digest of an output: SHA-256 of a file's bytes; of a folder, of what `sha256sum` would print
/// for its content (`content_of_folder`) in that order. Throws GmatSweepError for what is neither a
/// file nor a folder, which is not opened, or cannot be read.
std::string output_sha256(const std::filesystem::path& path, FileSystem& files = system_files());

/// One line as `sha256sum` prints it: a name with a newline or a backslash is escaped and the line
/// begins with a backslash.
std::string sha256sum_line(std::string_view digest, std::string_view name);

}  // namespace gmat_sweep
