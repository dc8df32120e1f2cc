#include "sweep/unpack.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <zip.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <sstream>

#include "base/files.hpp"
#include "base/sha256.hpp"
#include "gmat_sweep/errors.hpp"
#include "gmat_sweep/value.hpp"
#include "sweep/archive_members.hpp"
#include "sweep/zip_source.hpp"

namespace gmat_sweep {

namespace {

namespace fs = std::filesystem;

struct CloseMember {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};

/// A name as a message shows it: on one line, and not without end.
std::string shown(const std::string& name) {
  constexpr std::size_t longest = 200;
  if (name.size() <= longest) return to_json(name);
  return fmt::format("{}... ({} characters)", to_json(name.substr(0, longest)), name.size());
}

/// A member's name that stays within the folder it is unpacked to.
bool stays_inside(const fs::path& name) {
  return name.is_relative() &&
         std::ranges::none_of(name, [](const fs::path& part) { return part == ".."; });
}

/// What `sha256sum` escaped.
std::string unescaped(std::string_view name) {
  std::string text;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] != '\\' || i + 1 == name.size()) {
      text += name[i];
      continue;
    }
    const char escape = name[++i];
    text += escape == 'n' ? '\n' : escape == 'r' ? '\r' : escape;
  }
  return text;
}

/// The digests of MANIFEST.hash by member.
std::map<std::string, std::string> read_hashes(const fs::path& path, FileSystem& files) {
  std::map<std::string, std::string> digests;
  std::istringstream lines(read_file(path, files));
  for (std::string line; std::getline(lines, line);) {
    const bool escaped = line.starts_with('\\');
    if (escaped) line.erase(0, 1);
    const std::size_t gap = line.find("  ");
    if (gap == std::string::npos) continue;
    const std::string name = line.substr(gap + 2);
    digests[escaped ? unescaped(name) : name] = line.substr(0, gap);
  }
  return digests;
}

class Unpacker {
 public:
  Unpacker(const fs::path& path, const fs::path& folder, FileSystem& files)
      : archive_(open_zip(path, files)), folder_(folder), files_(files) {}

  std::vector<std::string> run() {
    const auto count = static_cast<zip_uint64_t>(zip_get_num_entries(archive_.get(), 0));
    for (zip_uint64_t i = 0; i < count; ++i) {
      const char* name = zip_get_name(archive_.get(), i, 0);
      take(i, name == nullptr ? "" : name);
    }
    if (faults_.empty()) check_hashes();
    return std::move(faults_);
  }

 private:
  void fault(const std::string& name, std::string_view what) {
    faults_.push_back(fmt::format("{}: {}", shown(name), what));
  }

  void take(zip_uint64_t index, const std::string& name) {
    if (name.empty() || !stays_inside(name)) return fault(name, "not a name within the archive");
    if (!names_.insert(name).second) return fault(name, "there is more than one member so called");
    try {
      if (name.ends_with('/')) return create_folders(folder_ / name, files_);
      unpack(index, name);
    } catch (const GmatSweepError& error) {
      fault(name, error.what());
    }
  }

  void unpack(zip_uint64_t index, const std::string& name) {
    const std::unique_ptr<zip_file_t, CloseMember> member(
        zip_fopen_index(archive_.get(), index, 0));
    if (member == nullptr) return fault(name, zip_strerror(archive_.get()));
    const fs::path path = folder_ / name;
    create_folders(path.parent_path(), files_);
    // O_EXCL: no other member can have come to lie there under another spelling of the name.
    File out(path, O_WRONLY | O_CREAT | O_EXCL, "create", files_);
    std::string block(std::size_t{1} << 18, '\0');
    zip_int64_t count = 0;
    while ((count = zip_fread(member.get(), block.data(), block.size())) > 0) {
      out.write(std::string_view(block).substr(0, static_cast<std::size_t>(count)));
    }
    if (count < 0) return fault(name, zip_file_strerror(member.get()));
    out.close();
  }

  void check_hashes() {
    if (!names_.contains(archive_hash_name)) {
      return fault(archive_hash_name, "missing");
    }
    std::map<std::string, std::string> digests = read_hashes(folder_ / archive_hash_name, files_);
    for (const std::string& name : names_) {
      if (name == archive_hash_name || name.ends_with('/')) continue;
      const auto digest = digests.find(name);
      if (digest == digests.end()) {
        fault(name, "not in MANIFEST.hash");
        continue;
      }
      const std::string found = sha256_file_hex(folder_ / name, files_);
      if (found != digest->second) {
        fault(name, fmt::format("its SHA-256 is {}, not {}", found, digest->second));
      }
      digests.erase(digest);
    }
    for (const auto& [name, digest] : digests) fault(name, "missing");
  }

  Zip archive_;
  const fs::path& folder_;
  FileSystem& files_;
  std::set<std::string> names_;
  std::vector<std::string> faults_;
};

}  // namespace

std::vector<std::string> unpack_archive(const fs::path& path, const fs::path& folder,
                                        FileSystem& files) {
  return Unpacker(path, folder, files).run();
}

}  // namespace gmat_sweep
