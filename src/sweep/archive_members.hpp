#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/file_system.hpp"
#include "gmat_sweep/archive.hpp"
#include "gmat_sweep/manifest.hpp"

namespace gmat_sweep {

inline constexpr const char* archive_manifest_name = "manifest.jsonl";
inline constexpr const char* archive_hash_name = "MANIFEST.hash";

/// What an archive of a sweep holds: members by name, either a file as it stands or text of our
/// own. No name leads out of the folder an archive is unpacked to.
struct ArchiveMembers {
  std::map<std::string, std::filesystem::path> files;
  std::map<std::string, std::string> texts;
  std::set<std::string> folders;  ///< empty ones; the names end in a slash
};

/// All members, MANIFEST.hash among them. Throws what `archive_sweep` does.
ArchiveMembers archive_members(const Manifest& manifest, const ArchiveOptions& options,
                               FileSystem& files);

}  // namespace gmat_sweep
