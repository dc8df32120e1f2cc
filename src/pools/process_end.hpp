#pragma once

#include <string>

namespace gmat_sweep {

/// `was killed by SIGKILL (signal 9)` or `ended with exit code 3`.
/// @param wait_status  as waitpid gives it
std::string describe_process_end(int wait_status);

}  // namespace gmat_sweep
