#include "sweep/worker_log.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <iostream>

#include "base/clock.hpp"
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

WorkerLog::WorkerLog(const std::filesystem::path& folder, bool capture, FileSystem& files)
    : file_(folder / worker_log_name, O_WRONLY | O_CREAT | O_APPEND, "create", files) {
  if (!capture) return;
  flush_standard_streams();
  saved_output_ = redirect(STDOUT_FILENO, file_.descriptor());
  saved_error_ = redirect(STDERR_FILENO, file_.descriptor());
}

WorkerLog::~WorkerLog() { release_streams(); }

void WorkerLog::add(std::string_view level, std::string_view text) {
  pending_ += fmt::format("{} {} {}\n", to_iso8601(utc_now()), level, text);
}

void WorkerLog::flush() {
  if (saved_output_) flush_standard_streams();
  file_.write(pending_);
  pending_.clear();
}

void WorkerLog::release_streams() {
  if (saved_output_) flush_standard_streams();
  restore(STDOUT_FILENO, saved_output_);
  restore(STDERR_FILENO, saved_error_);
  saved_output_.close();
  saved_error_.close();
}

void WorkerLog::close() {
  release_streams();
  flush();
  file_.close();
}

}  // namespace gmat_sweep
