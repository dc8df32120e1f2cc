#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/files.hpp"

namespace gmat_sweep {

/// A run's worker.log: lines `TIME LEVEL text`, and whatever engine, hook and libraries print.
class WorkerLog {
 public:
  /// Creates the file. Throws GmatSweepError naming it.
  /// @param capture  send the process's standard output and error to it while this object lives
  WorkerLog(const std::filesystem::path& folder, bool capture, FileSystem& files = system_files());
  WorkerLog(const WorkerLog&) = delete;
  WorkerLog& operator=(const WorkerLog&) = delete;
  ~WorkerLog();

  void info(std::string_view text) { add("INFO", text); }
  void error(std::string_view text) { add("ERROR", text); }
  /// Lines are kept until flushed, so that a quick run writes its log in two pieces.
  void flush();
  /// Flushes, gives the standard streams back, and says when the log could not be written whole.
  void close();

 private:
  void add(std::string_view level, std::string_view text);

  void release_streams();

  File file_;
  FileDescriptor saved_output_;
  FileDescriptor saved_error_;
  std::string pending_;
};

}  // namespace gmat_sweep
