#include "gmat_sweep/manifest.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>

#include "base/files.hpp"
#include "gmat_sweep/errors.hpp"
#include "sweep/last_of_runs.hpp"
#include "sweep/line_reader.hpp"
#include "sweep/manifest_format.hpp"
#include "sweep/status_index.hpp"

namespace gmat_sweep {

struct Manifest::State {
  std::shared_ptr<const void> held;
  std::filesystem::path path;
  File file;
  ManifestHeader header;
  PathStyle style{{}, true};
  std::vector<RunRecord> runs;
  bool torn_tail = false;
};

namespace {

/// What to do about damage, for the end of a message.
std::string repair_hint(const std::filesystem::path& path) {
  return fmt::format(
      "; `gmat-sweep repair {}` keeps what is whole and moves the damaged file aside",
      path.string());
}

ManifestHeader read_header(LineReader& lines, const std::filesystem::path& path) {
  LineReader::Line line{};
  if (!lines.next(line)) throw ManifestCorruptError("the manifest is empty", path);
  if (!line.complete)
    throw ManifestCorruptError("the header line is torn" + repair_hint(path), path, 1);
  try {
    return parse_header(line.text);
  } catch (const GmatSweepError& error) {
    throw ManifestCorruptError(
        fmt::format("the header is malformed: {}{}", error.what(), repair_hint(path)), path, 1);
  }
}

ManifestEntry read_entry(const LineReader::Line& line, const PathStyle& style,
                         const std::filesystem::path& path) {
  try {
    return parse_entry(line.text, style);
  } catch (const GmatSweepError& error) {
    throw ManifestCorruptError(
        fmt::format("the entry is malformed: {}{}", error.what(), repair_hint(path)), path,
        line.number);
  }
}

/// Smaller manifests are read in less time than an index saves [bytes].
constexpr std::int64_t worth_an_index = std::int64_t{16} << 20;

}  // namespace

Manifest::Manifest(std::unique_ptr<State> state) : state_(std::move(state)) {}
Manifest::Manifest(Manifest&&) noexcept = default;
Manifest& Manifest::operator=(Manifest&&) noexcept = default;
Manifest::~Manifest() = default;

Manifest Manifest::open(const std::filesystem::path& path, std::shared_ptr<const void> held,
                        StatusIndexUse use, FileSystem* given) {
  FileSystem& files = given != nullptr ? *given : system_files();
  auto state = std::make_unique<State>();
  state->held = std::move(held);
  state->path = std::filesystem::absolute(path).lexically_normal();
  LineReader lines(state->path, files);
  const FileIdentity identity = file_identity(state->path);
  const bool indexed = use == StatusIndexUse::read_and_write && identity.size >= worth_an_index;
  state->header = read_header(lines, state->path);
  state->style = path_style(state->path, state->header);
  StatusIndex index;
  index.covered_bytes = lines.offset();
  if (indexed) {
    if (auto found = read_status_index(state->path, identity, files)) {
      index = std::move(*found);
      lines.skip_to(index.covered_bytes, index.covered_lines);
      state->runs = std::move(index.runs);
    }
  }
  LineReader::Line line{};
  while (lines.next(line)) {
    if (!line.complete) {
      state->torn_tail = true;
      break;
    }
    const RunOutcome outcome = read_entry(line, state->style, state->path).outcome;
    state->runs.push_back({outcome.run_id, line.offset, outcome.duration_s, outcome.status,
                           outcome.postprocess_status});
  }
  if (lines.offset() > index.covered_bytes) keep_last_of_runs(state->runs);
  if (indexed && !index.is_current) {
    const std::int64_t whole_lines = lines.lines_read() - (state->torn_tail ? 1 : 0);
    write_status_index(state->path, identity, {lines.offset(), whole_lines, state->runs}, files);
  }
  state->file = File(state->path, O_RDONLY, "read", files);
  return Manifest(std::move(state));
}

const std::filesystem::path& Manifest::path() const { return state_->path; }
const ManifestHeader& Manifest::header() const { return state_->header; }
const std::filesystem::path& Manifest::output_dir() const { return state_->style.output_dir(); }
std::span<const RunRecord> Manifest::runs() const { return state_->runs; }
bool Manifest::has_torn_tail() const { return state_->torn_tail; }

const RunRecord* Manifest::find(std::int64_t run_id) const {
  const auto it = std::ranges::lower_bound(state_->runs, run_id, {}, &RunRecord::run_id);
  return it != state_->runs.end() && it->run_id == run_id ? &*it : nullptr;
}

ManifestEntry Manifest::entry(const RunRecord& record) const {
  std::string line;
  std::size_t newline = std::string::npos;
  while (newline == std::string::npos) {
    constexpr std::size_t block_size = 2048;
    const std::string block = state_->file.read_at(record.offset + std::ssize(line), block_size);
    if (block.empty()) {
      throw ManifestCorruptError(
          fmt::format("the entry of run {} is no longer where it was read", record.run_id),
          state_->path);
    }
    const std::size_t searched = line.size();
    line += block;
    newline = line.find('\n', searched);
  }
  line.resize(newline);
  try {
    return parse_entry(line, state_->style);
  } catch (const GmatSweepError& error) {
    throw ManifestCorruptError(
        fmt::format("the entry of run {} is malformed: {}", record.run_id, error.what()),
        state_->path);
  }
}

std::int64_t Manifest::total_run_count() const {
  const std::int64_t last = state_->runs.empty() ? -1 : state_->runs.back().run_id;
  return std::max(state_->header.run_count, last + 1);
}

std::vector<std::int64_t> Manifest::failed_run_ids() const {
  std::vector<std::int64_t> ids;
  for (const RunRecord& run : state_->runs) {
    if (run.status == RunStatus::failed) ids.push_back(run.run_id);
  }
  return ids;
}

std::vector<std::int64_t> Manifest::missing_run_ids() const {
  std::vector<std::int64_t> ids;
  const auto add_if_missing = [&](std::int64_t id) {
    if (find(id) == nullptr) ids.push_back(id);
  };
  if (!state_->header.runs.empty()) {
    for (const ManifestRun& run : state_->header.runs) add_if_missing(run.run_id);
  } else {
    for (std::int64_t id = 0; id < total_run_count(); ++id) add_if_missing(id);
  }
  return ids;
}

}  // namespace gmat_sweep
