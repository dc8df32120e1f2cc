#include "sweep/provenance.hpp"

#include <fmt/format.h>
#include <gnu/libc-version.h>
#include <sys/utsname.h>

#include <filesystem>

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

std::map<std::string, std::string> recorded_data_files(
    const std::map<std::string, std::string>& data_files) {
  std::map<std::string, std::string> recorded;
  for (const auto& [name, sha256] : data_files) {
    const std::filesystem::path path(name);
    const std::string wanted = path.is_absolute() ? path.filename().string() : name;
    std::string key = wanted;
    for (int n = 2; !recorded.emplace(key, sha256).second; ++n) {
      key = fmt::format("{} ({})", wanted, n);
    }
  }
  return recorded;
}

}  // namespace gmat_sweep
