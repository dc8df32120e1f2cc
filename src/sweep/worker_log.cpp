#include "sweep/worker_log.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>
#include <iostream>

#include "base/clock.hpp"
#include "gmat_sweep/errors.hpp"
#include "sweep/run_one.hpp"

namespace gmat_sweep {

namespace {

/// Points `stream` at `target` and gives what it was.
FileDescriptor redirect(int stream, int target) {
  FileDescriptor saved(::fcntl(stream, F_DUPFD_CLOEXEC, 3));
  ::dup2(target, stream);
  return saved;
}

void restore(int stream, const FileDescriptor& saved) {
  if (saved) ::dup2(saved.get(), stream);
}

void flush_standard_streams() {
  std::cout.flush();
  std::cerr.flush();
  std::fflush(nullptr);
}

}  // namespace

WorkerLog::WorkerLog(const std::filesystem::path& folder, bool capture)
    : path_(folder / worker_log_name),
      file_(::open(path_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644)) {
  if (!file_) {
    const int error = errno;
    throw GmatSweepError(fmt::format("cannot create {}: {}", path_.string(), std::strerror(error)));
  }
  if (!capture) return;
  flush_standard_streams();
  saved_output_ = redirect(STDOUT_FILENO, file_.get());
  saved_error_ = redirect(STDERR_FILENO, file_.get());
}

WorkerLog::~WorkerLog() {
  if (saved_output_) flush_standard_streams();
  restore(STDOUT_FILENO, saved_output_);
  restore(STDERR_FILENO, saved_error_);
  try {
    flush();
  } catch (const std::exception&) {
    // The log is there to help; a run does not fail because its last lines found no room.
    pending_.clear();
  }
}

void WorkerLog::add(std::string_view level, std::string_view text) {
  pending_ += fmt::format("{} {} {}\n", to_iso8601(utc_now()), level, text);
}

void WorkerLog::flush() {
  if (saved_output_) flush_standard_streams();
  write_all(file_.get(), pending_, path_);
  pending_.clear();
}

}  // namespace gmat_sweep
