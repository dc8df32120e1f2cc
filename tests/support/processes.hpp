#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <set>
#include <sstream>
#include <string>
#include <thread>

namespace gmat_sweep::test {

/// What the kernel says of a process; empty when it is gone, or goes while it is asked for.
inline std::string stat_of(const std::string& pid) {
  std::ifstream file("/proc/" + pid + "/stat");
  std::string stat;
  std::getline(file, stat, '\0');
  return stat;
}

/// The ids of the processes whose parent is `parent`.
inline std::set<pid_t> children_of(pid_t parent) {
  std::set<pid_t> children;
  for (const auto& item : std::filesystem::directory_iterator("/proc")) {
    const std::string name = item.path().filename();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    const std::string stat = stat_of(name);
    const std::size_t after_name = stat.rfind(')');
    if (after_name == std::string::npos) continue;
    std::istringstream fields(stat.substr(after_name + 1));
    std::string state;
    pid_t ppid = 0;
    fields >> state >> ppid;
    if (ppid == parent) children.insert(static_cast<pid_t>(std::stol(name)));
  }
  return children;
}

inline bool is_running(pid_t pid) {
  const std::string stat = stat_of(std::to_string(pid));
  const std::size_t after_name = stat.rfind(')');
  return after_name != std::string::npos && stat.at(after_name + 2) != 'Z';
}

/// Waits for what another process does; true when it came to be.
inline bool eventually(const std::function<bool()>& holds) {
  for (int i = 0; i < 2000; ++i) {
    if (holds()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return false;
}

}  // namespace gmat_sweep::test
