#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/file_system.hpp"

namespace gmat_sweep {

/// The SHA-256 of `bytes` as 64 lower-case hex digits.
std::string sha256_hex(std::string_view bytes);

/// The same of a file's content, read in pieces. Throws GmatSweepError when it cannot be read.
std::string sha256_file_hex(const std::filesystem::path& path, FileSystem& files = system_files());

}  // namespace gmat_sweep
