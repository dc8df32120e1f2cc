#pragma once

#include <map>
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

/// An engine's data files as a manifest names them: those named by absolute paths by their names
/// alone, so that a sweep may be moved. Two of one name are told apart by a number.
std::map<std::string, std::string> recorded_data_files(
    const std::map<std::string, std::string>& data_files);

}  // namespace gmat_sweep
