#include "sweep/status_index.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <span>
#include <string>
#include <type_traits>

#include "base/files.hpp"
#include "base/sha256.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view magic = "gmat-sweep status index 1\n";
constexpr std::size_t digest_size = 64;  // a SHA-256 in hex
constexpr std::size_t hashed_block = std::size_t{4} << 20;

/// Two changes of a file within one tick of the kernel's clock carry the same time, so a file
/// changed less than this before it was indexed could change again unnoticed.
constexpr std::int64_t settled_ns = 1'000'000'000;

// A further field of RunRecord is to be written below, too.
static_assert(sizeof(RunRecord) == 32);
constexpr std::size_t record_size = 26;

std::int64_t nanoseconds(const timespec& time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

std::int64_t now_ns() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
}

template <class Integer>
void put(std::string& bytes, Integer value) {
  auto bits = static_cast<std::make_unsigned_t<Integer>>(value);
  for (std::size_t i = 0; i < sizeof bits; ++i) {
    bytes += static_cast<char>(bits & 0xFFU);
    if constexpr (sizeof bits > 1) bits >>= 8U;
  }
}

template <class Integer>
Integer take(std::string_view& bytes) {
  std::make_unsigned_t<Integer> bits = 0;
  for (std::size_t i = sizeof bits; i-- > 0;) {
    if constexpr (sizeof bits > 1) bits <<= 8U;
    bits |= static_cast<unsigned char>(bytes[i]);
  }
  bytes.remove_prefix(sizeof bits);
  return static_cast<Integer>(bits);
}

/// The SHA-256 of the SHA-256s of a file's blocks up to `size`; empty when it is shorter.
std::string digest_of_start(const fs::path& path, std::int64_t size, FileSystem& files) {
  const File file(path, O_RDONLY, "read", files);
  std::string digests;
  for (std::int64_t done = 0; done < size;) {
    const std::size_t wanted = std::min(hashed_block, static_cast<std::size_t>(size - done));
    const std::string block = file.read_at(done, wanted);
    if (block.size() < wanted) return {};
    digests += sha256_hex(block);
    done += static_cast<std::int64_t>(wanted);
  }
  return sha256_hex(digests);
}

void put_record(std::string& bytes, const RunRecord& run) {
  put(bytes, run.run_id);
  put(bytes, run.offset);
  put(bytes, std::bit_cast<std::int64_t>(run.duration_s));
  put(bytes, static_cast<std::int8_t>(run.status));
  put(bytes, static_cast<std::int8_t>(run.postprocess_status));
}

RunRecord take_record(std::string_view& bytes) {
  RunRecord run;
  run.run_id = take<std::int64_t>(bytes);
  run.offset = take<std::int64_t>(bytes);
  run.duration_s = std::bit_cast<double>(take<std::int64_t>(bytes));
  run.status = static_cast<RunStatus>(take<std::int8_t>(bytes));
  run.postprocess_status = static_cast<PostprocessStatus>(take<std::int8_t>(bytes));
  return run;
}

void put_identity(std::string& bytes, const FileIdentity& identity) {
  for (std::int64_t part : {identity.size, identity.device, identity.inode, identity.modified_ns,
                            identity.changed_ns}) {
    put(bytes, part);
  }
}

FileIdentity take_identity(std::string_view& bytes) {
  FileIdentity identity;
  for (std::int64_t* part : {&identity.size, &identity.device, &identity.inode,
                             &identity.modified_ns, &identity.changed_ns}) {
    *part = take<std::int64_t>(bytes);
  }
  return identity;
}

}  // namespace

FileIdentity file_identity(const fs::path& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) {
    throw GmatSweepError(fmt::format("cannot read {}: {}", path.string(), std::strerror(errno)));
  }
  return {.size = info.st_size,
          .device = static_cast<std::int64_t>(info.st_dev),
          .inode = static_cast<std::int64_t>(info.st_ino),
          .modified_ns = nanoseconds(info.st_mtim),
          .changed_ns = nanoseconds(info.st_ctim)};
}

fs::path status_index_path(const fs::path& manifest) { return manifest.string() + ".index"; }

std::optional<StatusIndex> read_status_index(const fs::path& manifest, const FileIdentity& identity,
                                             FileSystem& files) {
  const fs::path path = status_index_path(manifest);
  if (!fs::exists(path)) return std::nullopt;
  std::string file;
  try {
    file = read_file(path, files);
  } catch (const GmatSweepError&) {
    return std::nullopt;
  }
  constexpr std::size_t fixed_size = 9 * sizeof(std::int64_t) + digest_size;
  std::string_view bytes = file;
  if (!bytes.starts_with(magic) || bytes.size() < magic.size() + fixed_size + digest_size) {
    return std::nullopt;
  }
  const std::string_view own_digest = bytes.substr(bytes.size() - digest_size);
  bytes.remove_suffix(digest_size);
  if (sha256_hex(bytes) != own_digest) return std::nullopt;
  bytes.remove_prefix(magic.size());

  const FileIdentity recorded = take_identity(bytes);
  const auto indexed_ns = take<std::int64_t>(bytes);
  StatusIndex index;
  index.covered_bytes = take<std::int64_t>(bytes);
  index.covered_lines = take<std::int64_t>(bytes);
  const auto count = static_cast<std::size_t>(take<std::int64_t>(bytes));
  const std::string_view digest = bytes.substr(0, digest_size);
  bytes.remove_prefix(digest_size);
  if (bytes.size() != count * record_size) return std::nullopt;

  index.is_current = recorded == identity && recorded.changed_ns < indexed_ns - settled_ns;
  if (!index.is_current && digest_of_start(manifest, index.covered_bytes, files) != digest) {
    return std::nullopt;
  }
  index.runs.reserve(count);
  for (std::size_t i = 0; i < count; ++i) index.runs.push_back(take_record(bytes));
  return index;
}

void write_status_index(const fs::path& manifest, const FileIdentity& identity,
                        const StatusIndex& index, FileSystem& files) {
  const std::int64_t indexed_ns = now_ns();
  const std::string digest = digest_of_start(manifest, index.covered_bytes, files);
  if (digest.empty()) return;
  std::string bytes(magic);
  bytes.reserve(bytes.size() + index.runs.size() * record_size + 4096);
  put_identity(bytes, identity);
  put(bytes, indexed_ns);
  put(bytes, index.covered_bytes);
  put(bytes, index.covered_lines);
  put(bytes, static_cast<std::int64_t>(index.runs.size()));
  bytes += digest;
  for (const RunRecord& run : index.runs) put_record(bytes, run);
  bytes += sha256_hex(bytes);

  // Not under a fixed name: two programs may be writing it at once.
  const fs::path path = status_index_path(manifest);
  const fs::path aside = fmt::format("{}.{}.part", path.string(), ::getpid());
  try {
    write_file(aside, bytes, files);
    rename_file(aside, path, files);
  } catch (const GmatSweepError&) {
    files.remove(aside.c_str());
  }
}

}  // namespace gmat_sweep
