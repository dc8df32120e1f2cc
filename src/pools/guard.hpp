#pragma once

#include <sys/types.h>

#include "base/files.hpp"

namespace gmat_sweep {

/// A process beside the helper program that ends what the helper can no longer end when it is
/// itself killed: its workers' process groups, and every program that was started by a hook, which
/// is known by a mark that it inherits in its environment, whatever session it moved to.
///
/// It is this very program under the name `sweep-guard`, waits for the end of a pipe that the
/// helper alone holds open, and then ends.
class Guard {
 public:
  /// Starts it, and marks this process's environment. Throws BackendError.
  Guard();
  Guard(const Guard&) = delete;
  Guard& operator=(const Guard&) = delete;
  /// Ends what carries the mark, and waits until that is done. In a forked child: nothing.
  ~Guard();

  pid_t pid() const { return pid_; }
  /// A worker's process group has come to be, or was ended.
  void add_group(pid_t group) const { tell('+', group); }
  void remove_group(pid_t group) const { tell('-', group); }
  /// In a forked child: the helper alone may hold the pipe.
  void forget();

 private:
  void tell(char what, pid_t group) const;

  FileDescriptor alive_;
  pid_t pid_ = -1;
};

/// Whether this process was started to be the guard, and what it then does; returns the program's
/// exit code.
bool is_guard();
int guard_main();

}  // namespace gmat_sweep
