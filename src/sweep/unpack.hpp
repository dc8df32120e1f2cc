#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/file_system.hpp"

namespace gmat_sweep {

/// Unpacks a zip file's members below `folder`, and compares each with MANIFEST.hash. Returns what
/// is wrong, a line each: a name that would lie elsewhere, that is there twice or that the file
/// system does not take; a member that is damaged, missing or of no digest. Nothing is ever written
/// outside `folder`, and nothing but files and folders: a symbolic link comes out as a file.
///
/// Throws GmatSweepError when the zip file cannot be opened.
std::vector<std::string> unpack_archive(const std::filesystem::path& path,
                                        const std::filesystem::path& folder, FileSystem& files);

}  // namespace gmat_sweep
