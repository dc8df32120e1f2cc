#include "sweep/provenance.hpp"

#include <fmt/format.h>
#include <gnu/libc-version.h>
#include <sys/utsname.h>

#include "gmat_sweep/version.hpp"

namespace gmat_sweep {

std::string os_platform() {
  utsname name{};
  if (::uname(&name) != 0) return "unknown";
  return fmt::format("{}-{}-{}-with-glibc{}", name.sysname, name.release, name.machine,
                     ::gnu_get_libc_version());
}

std::string cpu_class() {
  utsname name{};
  std::string text = ::uname(&name) == 0 ? name.machine : "unknown";
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) text += "+avx2";
  if (__builtin_cpu_supports("fma")) text += "+fma";
  if (__builtin_cpu_supports("fma4")) text += "+fma4";
#endif
  return text;
}

std::string build_version() {
  return fmt::format("{} {} {}", version, GMAT_SWEEP_COMPILER, GMAT_SWEEP_BUILD_TYPE);
}

}  // namespace gmat_sweep
