#pragma once

#include <sys/types.h>

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/files.hpp"

namespace gmat_sweep {

/// Both ends of a pipe, closed on exec.
struct Pipe {
  FileDescriptor read_end;
  FileDescriptor write_end;
};
Pipe make_pipe();

/// write(2), but a reader that is gone is the error EPIPE alone, never the signal.
ssize_t write_without_sigpipe(int fd, std::string_view bytes);

/// A program running beneath this process. It is killed, and waited for, at the end of its life;
/// it is also killed when the thread that started it dies.
class ChildProcess {
 public:
  /// Starts `arguments[0]`, looked for on PATH unless it holds a slash. `descriptors` says which of
  /// our descriptors (first) become which of its (second); it inherits no others.
  /// @param environment  `NAME=value` settings added to our own
  /// Throws GmatSweepError when it cannot be started.
  ChildProcess(const std::vector<std::string>& arguments,
               std::span<const std::pair<int, int>> descriptors,
               const std::vector<std::string>& environment = {});
  ChildProcess(ChildProcess&& other) noexcept : pid_(std::exchange(other.pid_, -1)) {}
  ChildProcess& operator=(ChildProcess&& other) noexcept;
  ~ChildProcess();

  /// Waits for its end. Empty when it exited with status 0, otherwise how it ended: "exited with
  /// status 3", "was killed by signal 11 (Segmentation fault)".
  std::string wait();

 private:
  void kill_and_reap();

  pid_t pid_ = -1;
};

}  // namespace gmat_sweep
