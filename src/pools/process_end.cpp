#include "pools/process_end.hpp"

#include <fmt/format.h>
#include <sys/wait.h>

#include <cstring>

namespace gmat_sweep {

std::string describe_process_end(int wait_status) {
  if (!WIFSIGNALED(wait_status)) {
    return fmt::format("ended with exit code {}", WEXITSTATUS(wait_status));
  }
  const int signal = WTERMSIG(wait_status);
  const char* name = ::sigabbrev_np(signal);
  if (name == nullptr) return fmt::format("was killed by signal {}", signal);
  return fmt::format("was killed by SIG{} (signal {})", name, signal);
}

}  // namespace gmat_sweep
