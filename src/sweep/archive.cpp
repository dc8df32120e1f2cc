#include "gmat_sweep/archive.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <zip.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>
#include <vector>

#include "base/files.hpp"
#include "base/sha256.hpp"
#include "gmat_sweep/errors.hpp"
#include "store/scratch_folder.hpp"
#include "sweep/archive_members.hpp"

namespace gmat_sweep {

namespace {

namespace fs = std::filesystem;

// Every member carries the same time and mode, so that the same sweep gives the same bytes.
constexpr std::uint16_t member_date = ((2026 - 1980) << 9) | (1 << 5) | 1;
constexpr std::uint16_t member_time = 0;
constexpr std::uint32_t member_mode = 0100644U << 16U;
constexpr std::uint32_t deflate_level = 6;

struct DiscardZip {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
using Zip = std::unique_ptr<zip_t, DiscardZip>;

struct CloseMember {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};

Zip open_zip(const fs::path& path, int flags) {
  int code = 0;
  zip_t* archive = zip_open(path.c_str(), flags, &code);
  if (archive != nullptr) return Zip(archive);
  zip_error_t error;
  zip_error_init_with_code(&error, code);
  const std::string reason = zip_error_strerror(&error);
  zip_error_fini(&error);
  throw GmatSweepError(fmt::format("cannot open the archive {}: {}", path.string(), reason));
}

[[noreturn]] void fail_to_write(const fs::path& path, zip_t* archive) {
  throw GmatSweepError(
      fmt::format("cannot write the archive {}: {}", path.string(), zip_strerror(archive)));
}

class Writer {
 public:
  explicit Writer(fs::path path) : path_(std::move(path)), zip_(open_zip(path_, flags)) {}

  void add(const std::string& name, zip_source_t* source) {
    if (source == nullptr) fail_to_write(path_, zip_.get());
    const zip_int64_t added = zip_file_add(zip_.get(), name.c_str(), source, ZIP_FL_ENC_UTF_8);
    if (added < 0) {
      zip_source_free(source);
      fail_to_write(path_, zip_.get());
    }
    const auto index = static_cast<zip_uint64_t>(added);
    // Parquet pages are compressed already.
    const bool packed = name.ends_with(".parquet");
    zip_set_file_compression(zip_.get(), index, packed ? ZIP_CM_STORE : ZIP_CM_DEFLATE,
                             deflate_level);
    zip_file_set_dostime(zip_.get(), index, member_time, member_date, 0);
    zip_file_set_external_attributes(zip_.get(), index, 0, ZIP_OPSYS_UNIX, member_mode);
  }

  zip_source_t* of_file(const fs::path& file) {
    return zip_source_file(zip_.get(), file.c_str(), 0, -1);
  }
  /// The text must live until `finish`.
  zip_source_t* of_text(const std::string& text) {
    return zip_source_buffer(zip_.get(), text.data(), text.size(), 0);
  }

  void finish() {
    if (zip_close(zip_.get()) != 0) fail_to_write(path_, zip_.get());
    static_cast<void>(zip_.release());
  }

 private:
  static constexpr int flags = ZIP_CREATE | ZIP_TRUNCATE;
  fs::path path_;
  Zip zip_;
};

void write_zip(const ArchiveMembers& members, const fs::path& path) {
  Writer writer(path);
  std::vector<std::string> names;
  for (const auto& [name, file] : members.files) names.push_back(name);
  for (const auto& [name, text] : members.texts) names.push_back(name);
  std::ranges::sort(names);
  for (const std::string& name : names) {
    const auto text = members.texts.find(name);
    writer.add(name, text != members.texts.end() ? writer.of_text(text->second)
                                                 : writer.of_file(members.files.at(name)));
  }
  writer.finish();
}

/// A member's name that stays within the folder it is unpacked to.
bool stays_inside(const fs::path& name) {
  return name.is_relative() &&
         std::ranges::none_of(name, [](const fs::path& part) { return part == ".."; });
}

/// Unpacks one member. Returns what is wrong with it, or nothing.
std::string unpack_member(zip_t* archive, zip_uint64_t index, const fs::path& path) {
  const std::unique_ptr<zip_file_t, CloseMember> member(zip_fopen_index(archive, index, 0));
  if (member == nullptr) return zip_strerror(archive);
  fs::create_directories(path.parent_path());
  std::ofstream out(path, std::ios::binary);
  std::vector<char> block(std::size_t{1} << 18);
  zip_int64_t count = 0;
  while ((count = zip_fread(member.get(), block.data(), block.size())) > 0) {
    out.write(block.data(), count);
  }
  if (count < 0) return zip_file_strerror(member.get());
  out.close();
  if (!out) throw GmatSweepError(fmt::format("cannot write {}", path.string()));
  return {};
}

/// The digests of MANIFEST.hash by member.
std::map<std::string, std::string> read_hashes(const fs::path& path) {
  std::map<std::string, std::string> digests;
  std::istringstream lines(read_file(path));
  for (std::string line; std::getline(lines, line);) {
    const std::size_t gap = line.find("  ");
    if (gap != std::string::npos) digests[line.substr(gap + 2)] = line.substr(0, gap);
  }
  return digests;
}

/// What is wrong with the unpacked members, a line each.
std::vector<std::string> check_hashes(const fs::path& folder,
                                      const std::vector<std::string>& names) {
  if (!fs::exists(folder / archive_hash_name)) return {"MANIFEST.hash: missing"};
  std::vector<std::string> faults;
  std::map<std::string, std::string> digests = read_hashes(folder / archive_hash_name);
  for (const std::string& name : names) {
    if (name == archive_hash_name) continue;
    const auto digest = digests.find(name);
    if (digest == digests.end()) {
      faults.push_back(name + ": not in MANIFEST.hash");
      continue;
    }
    const std::string found = sha256_file_hex(folder / name);
    if (found != digest->second) {
      faults.push_back(fmt::format("{}: its SHA-256 is {}, not {}", name, found, digest->second));
    }
    digests.erase(digest);
  }
  for (const auto& [name, digest] : digests) faults.push_back(name + ": missing");
  return faults;
}

/// Unpacks everything. Returns what is wrong, a line each.
std::vector<std::string> unpack(const fs::path& path, const fs::path& folder) {
  const Zip archive = open_zip(path, ZIP_RDONLY);
  std::vector<std::string> faults;
  std::vector<std::string> names;
  const auto count = static_cast<zip_uint64_t>(zip_get_num_entries(archive.get(), 0));
  for (zip_uint64_t i = 0; i < count; ++i) {
    const char* raw_name = zip_get_name(archive.get(), i, 0);
    const std::string name = raw_name == nullptr ? "" : raw_name;
    if (name.ends_with('/')) continue;
    if (name.empty() || !stays_inside(name)) {
      faults.push_back(fmt::format("\"{}\": not a name within the archive", name));
      continue;
    }
    const std::string fault = unpack_member(archive.get(), i, folder / name);
    if (fault.empty()) {
      names.push_back(name);
    } else {
      faults.push_back(fmt::format("{}: {}", name, fault));
    }
  }
  if (!faults.empty()) return faults;
  return check_hashes(folder, names);
}

}  // namespace

void archive_sweep(const Manifest& manifest, const fs::path& out, const ArchiveOptions& options) {
  const ArchiveMembers members = archive_members(manifest, options);
  const fs::path target = fs::absolute(out).lexically_normal();
  fs::create_directories(target.parent_path());
  const fs::path aside = target.string() + ".part";
  try {
    write_zip(members, aside);
    sync_file(aside);
    fs::rename(aside, target);
    sync_directory(target.parent_path());
  } catch (...) {
    std::error_code ignored;
    fs::remove(aside, ignored);
    throw;
  }
}

bool is_archive(const fs::path& path) {
  std::array<char, 4> start{};
  std::ifstream file(path, std::ios::binary);
  file.read(start.data(), std::ssize(start));
  return file.good() && start == std::array{'P', 'K', '\x03', '\x04'};
}

VerifyResult verify_archive(const fs::path& path) {
  const store::ScratchFolder folder;
  const std::vector<std::string> faults = unpack(path, folder.path());
  VerifyResult result;
  const fs::path manifest = folder.path() / archive_manifest_name;
  if (fs::exists(manifest)) {
    result = verify_sweep(manifest);
  } else {
    result.findings.push_back("the archive holds no manifest.jsonl");
  }
  // The folder it was unpacked to says nothing to the reader.
  const std::string prefix = folder.path().string() + "/";
  for (std::vector<std::string>* texts : {&result.findings, &result.notes}) {
    for (std::string& text : *texts) {
      for (std::size_t at = 0; (at = text.find(prefix, at)) != std::string::npos;) {
        text.erase(at, prefix.size());
      }
    }
  }
  result.findings.insert(result.findings.begin(), faults.begin(), faults.end());
  return result;
}

Manifest open_sweep(const fs::path& path) {
  if (!is_archive(path)) return Manifest::open(path);
  const auto folder = std::make_shared<store::ScratchFolder>();
  std::vector<std::string> faults;
  try {
    faults = unpack(path, folder->path());
  } catch (const GmatSweepError& error) {
    throw ManifestCorruptError(error.what(), path);
  }
  if (!faults.empty()) {
    throw ManifestCorruptError(
        fmt::format("the archive is damaged:\n{}\n", fmt::join(faults, "\n")), path);
  }
  if (!fs::exists(folder->path() / archive_manifest_name)) {
    throw ManifestCorruptError("the archive holds no manifest.jsonl", path);
  }
  return Manifest::open(folder->path() / archive_manifest_name, folder);
}

}  // namespace gmat_sweep
