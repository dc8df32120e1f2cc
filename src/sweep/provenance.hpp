#pragma once

#include <string>

namespace gmat_sweep {

/// The operating system as Python's platform.platform() names it, as
/// `Linux-6.1.0-13-amd64-x86_64-with-glibc2.36`.
std::string os_platform();

/// What of the processor the last bits of a result may depend on: the architecture, and the
/// instructions by which the C library chooses among its variants of sin, exp and the like.
std::string cpu_class();

/// This build: version, compiler and build type.
std::string build_version();

}  // namespace gmat_sweep
