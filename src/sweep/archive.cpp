#include "sweep/archive.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <zip.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "base/files.hpp"
#include "gmat_sweep/errors.hpp"
#include "store/scratch_folder.hpp"
#include "sweep/archive_members.hpp"
#include "sweep/unpack.hpp"
#include "sweep/verify.hpp"
#include "sweep/zip_source.hpp"

namespace gmat_sweep {

namespace {

namespace fs = std::filesystem;

// Every member carries the same time and mode, so that the same sweep gives the same bytes.
constexpr std::uint16_t member_date = ((2026 - 1980) << 9) | (1 << 5) | 1;
constexpr std::uint16_t member_time = 0;
constexpr std::uint32_t member_mode = 0100644U << 16U;
constexpr std::uint32_t folder_mode = 0040755U << 16U;
constexpr std::uint32_t deflate_level = 6;

/// Writes an archive to a path.
class Writer {
 public:
  Writer(fs::path path, FileSystem& files)
      : path_(std::move(path)), files_(files), zip_(create_zip(path_, files_)) {}

  void add_file(const std::string& name, const fs::path& file) {
    add(name, zip_source_to_read(file, files_));
  }

  /// The text must live until `finish`.
  void add_text(const std::string& name, const std::string& text) {
    add(name, zip_source_buffer(zip_.get(), text.data(), text.size(), 0));
  }

  void add_folder(const std::string& name) {
    const zip_int64_t added = zip_dir_add(zip_.get(), name.c_str(), ZIP_FL_ENC_UTF_8);
    if (added < 0) fail();
    describe(static_cast<zip_uint64_t>(added), folder_mode);
  }

  void finish() {
    if (zip_close(zip_.get()) != 0) fail();
    static_cast<void>(zip_.release());
  }

 private:
  [[noreturn]] void fail() const {
    throw GmatSweepError(
        fmt::format("cannot write the archive {}: {}", path_.string(), zip_strerror(zip_.get())));
  }

  void add(const std::string& name, zip_source_t* source) {
    if (source == nullptr) fail();
    const zip_int64_t added = zip_file_add(zip_.get(), name.c_str(), source, ZIP_FL_ENC_UTF_8);
    if (added < 0) {
      zip_source_free(source);
      fail();
    }
    const auto index = static_cast<zip_uint64_t>(added);
    // Parquet pages are compressed already.
    const bool packed = name.ends_with(".parquet");
    zip_set_file_compression(zip_.get(), index, packed ? ZIP_CM_STORE : ZIP_CM_DEFLATE,
                             deflate_level);
    describe(index, member_mode);
  }

  void describe(zip_uint64_t index, std::uint32_t mode) {
    zip_file_set_dostime(zip_.get(), index, member_time, member_date, 0);
    zip_file_set_external_attributes(zip_.get(), index, 0, ZIP_OPSYS_UNIX, mode);
  }

  fs::path path_;
  FileSystem& files_;
  Zip zip_;
};

void write_zip(const ArchiveMembers& members, const fs::path& path, FileSystem& files) {
  Writer writer(path, files);
  std::vector<std::string> names(members.folders.begin(), members.folders.end());
  for (const auto& [name, file] : members.files) names.push_back(name);
  for (const auto& [name, text] : members.texts) names.push_back(name);
  std::ranges::sort(names);
  for (const std::string& name : names) {
    if (const auto text = members.texts.find(name); text != members.texts.end()) {
      writer.add_text(name, text->second);
    } else if (const auto file = members.files.find(name); file != members.files.end()) {
      writer.add_file(name, file->second);
    } else {
      writer.add_folder(name);
    }
  }
  writer.finish();
}

}  // namespace

void archive_sweep(const Manifest& manifest, const fs::path& out, const ArchiveOptions& options,
                   FileSystem& files) {
  const ArchiveMembers members = archive_members(manifest, options, files);
  const fs::path target = fs::absolute(out).lexically_normal();
  create_folders(target.parent_path(), files);
  const fs::path aside = target.string() + ".part";
  try {
    write_zip(members, aside, files);
    sync_file(aside, files);
    rename_file(aside, target, files);
    sync_directory(target.parent_path(), files);
  } catch (...) {
    files.remove(aside.c_str());
    throw;
  }
}

void archive_sweep(const Manifest& manifest, const fs::path& out, const ArchiveOptions& options) {
  archive_sweep(manifest, out, options, system_files());
}

bool is_archive(const fs::path& path) {
  std::error_code error;
  if (!fs::is_regular_file(path, error)) return false;
  try {
    return File(path, O_RDONLY, "read").read_at(0, 4) == "PK\x03\x04";
  } catch (const GmatSweepError&) {
    return false;
  }
}

VerifyResult verify_archive(const fs::path& path, FileSystem& files) {
  const store::ScratchFolder folder;
  const std::vector<std::string> faults = unpack_archive(path, folder.path(), files);
  VerifyResult result;
  const fs::path manifest = folder.path() / archive_manifest_name;
  if (fs::exists(manifest)) {
    result = verify_sweep(manifest, files);
  } else {
    result.findings.push_back("the archive holds no manifest.jsonl");
  }
  result.findings.insert(result.findings.begin(), faults.begin(), faults.end());
  // The folder it was unpacked to says nothing to the reader.
  for (std::vector<std::string>* texts : {&result.findings, &result.notes}) {
    for (std::string& text : *texts) store::take_out_folder(text, folder.path());
  }
  return result;
}

VerifyResult verify_archive(const fs::path& path) { return verify_archive(path, system_files()); }

Manifest open_sweep(const fs::path& path, FileSystem& files) {
  if (!is_archive(path)) {
    return Manifest::open(path, nullptr, StatusIndexUse::read_and_write, &files);
  }
  const auto folder = std::make_shared<store::ScratchFolder>();
  std::vector<std::string> faults;
  try {
    faults = unpack_archive(path, folder->path(), files);
  } catch (const GmatSweepError& error) {
    throw ManifestCorruptError(error.what(), path);
  }
  if (!faults.empty()) {
    throw ManifestCorruptError(
        fmt::format("the archive is damaged:\n{}\n", fmt::join(faults, "\n")), path);
  }
  const fs::path manifest = folder->path() / archive_manifest_name;
  if (!fs::exists(manifest)) {
    throw ManifestCorruptError("the archive holds no manifest.jsonl", path);
  }
  // An index that came with the archive would have to be believed.
  return Manifest::open(manifest, folder, StatusIndexUse::none, &files);
}

Manifest open_sweep(const fs::path& path) { return open_sweep(path, system_files()); }

}  // namespace gmat_sweep
