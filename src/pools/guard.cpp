#include "pools/guard.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <thread>

#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {

namespace {

namespace fs = std::filesystem;

constexpr const char* guard_name = "sweep-guard";
constexpr const char* role_variable = "GMAT_SWEEP_GUARD";  // of the guard alone: the mark
constexpr const char* mark_variable = "GMAT_SWEEP_MARK";   // of what hooks start

/// One of its own for every helper there ever was on this machine since it was started.
std::string new_mark() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return fmt::format("{}.{}", ::getpid(), now.count());
}

/// What the guard does between fork and exec.
[[noreturn]] void become_guard(int alive) {
  ::setsid();
  ::unsetenv(mark_variable);  // of a sweep whose hook started this one: each guard sees to its own
  const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  ::dup2(alive, STDIN_FILENO);
  // Nobody who reads what the sweep prints is to wait for the guard's end.
  ::dup2(null, STDOUT_FILENO);
  ::dup2(null, STDERR_FILENO);
  std::string name = guard_name;
  std::array<char*, 2> arguments = {name.data(), nullptr};
  ::execv("/proc/self/exe", arguments.data());
  ::_exit(127);
}

bool carries(const std::string& pid, const std::string& setting) {
  std::ifstream file("/proc/" + pid + "/environ", std::ios::binary);
  const std::string environment((std::istreambuf_iterator<char>(file)), {});
  // Settings end in a NUL each.
  std::string_view rest = environment;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\0'), rest.size());
    if (rest.substr(0, end) == setting) return true;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return false;
}

/// Kills what carries the mark; false when there was nothing.
bool kill_marked(const std::string& setting) {
  bool found = false;
  std::error_code error;
  for (fs::directory_iterator item("/proc", error), end; !error && item != end;
       item.increment(error)) {
    const std::string name = item->path().filename();
    pid_t pid = 0;
    const auto [rest, problem] = std::from_chars(name.data(), name.data() + name.size(), pid);
    if (problem != std::errc() || rest != name.data() + name.size()) continue;
    if (!carries(name, setting)) continue;
    found = ::kill(pid, SIGKILL) == 0 || found;
  }
  return found;
}

/// Reads what the helper tells until its end; the groups that are left then.
std::set<pid_t> groups_at_the_end() {
  std::set<pid_t> groups;
  std::string text;
  std::array<char, 4096> block{};
  while (true) {
    const ssize_t count = ::read(STDIN_FILENO, block.data(), block.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return groups;
    text.append(block.data(), static_cast<std::size_t>(count));
    for (std::size_t end = 0; (end = text.find('\n')) != std::string::npos;
         text.erase(0, end + 1)) {
      const pid_t group = std::atoi(text.c_str() + 1);
      if (text.front() == '+') groups.insert(group);
      if (text.front() == '-') groups.erase(group);
    }
  }
}

}  // namespace

Guard::Guard() {
  const std::string mark = new_mark();
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw BackendError("cannot make a pipe");
  const FileDescriptor theirs(ends[0]);
  alive_ = FileDescriptor(ends[1]);
  ::setenv(role_variable, mark.c_str(), 1);
  pid_ = ::fork();
  if (pid_ == 0) become_guard(theirs.get());
  ::unsetenv(role_variable);
  if (pid_ < 0) throw BackendError("cannot start the guard of the workers");
  ::setenv(mark_variable, mark.c_str(), 1);
}

Guard::~Guard() {
  if (!alive_) return;
  alive_.close();
  ::waitpid(pid_, nullptr, 0);
}

void Guard::forget() { alive_.close(); }

void Guard::tell(char what, pid_t group) const {
  const std::string line = fmt::format("{}{}\n", what, group);
  // Were the guard gone, there would be nobody to tell.
  [[maybe_unused]] const ssize_t ignored = ::write(alive_.get(), line.data(), line.size());
}

bool is_guard() { return std::getenv(role_variable) != nullptr; }

int guard_main() {
  const std::string setting = fmt::format("{}={}", mark_variable, std::getenv(role_variable));
  // What ends the others politely must not end it before them.
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE}) ::signal(signal, SIG_IGN);
  for (const pid_t group : groups_at_the_end()) ::kill(-group, SIGKILL);
  constexpr int most_rounds = 1000;
  for (int round = 0; round < most_rounds && kill_marked(setting); ++round) {
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return 0;
}

}  // namespace gmat_sweep
