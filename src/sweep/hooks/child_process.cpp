#include "sweep/hooks/child_process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {

namespace {

std::string system_error(std::string_view what) {
  return fmt::format("cannot {}: {}", what, std::strerror(errno));
}

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> result;
  result.reserve(texts.size() + 1);
  for (const std::string& text : texts) result.push_back(const_cast<char*>(text.c_str()));
  result.push_back(nullptr);
  return result;
}

std::vector<std::string> merged_environment(const std::vector<std::string>& additions) {
  std::vector<std::string> result = additions;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const std::string_view name = text.substr(0, text.find('=') + 1);
    const bool replaced = std::ranges::any_of(
        additions, [&](const std::string& addition) { return addition.starts_with(name); });
    if (!replaced) result.emplace_back(text);
  }
  return result;
}

/// What the child does between fork and exec: system calls alone, since other threads of the parent
/// may hold any lock. Reports errno on `failure_fd` when it cannot become the program.
[[noreturn]] void become(char* const* arguments, char* const* environment,
                         std::span<const std::pair<int, int>> descriptors, pid_t parent,
                         int failure_fd) {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  signal(SIGPIPE, SIG_DFL);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(127);
  // First move every source above all targets, so that none is overwritten before its turn.
  constexpr int above_all_targets = 64;
  int moved[16];
  std::size_t count = 0;
  for (const auto& [source, target] : descriptors) {
    moved[count++] = fcntl(source, F_DUPFD_CLOEXEC, above_all_targets);
  }
  for (std::size_t i = 0; i < count; ++i) dup2(moved[i], descriptors[i].second);
  execvpe(arguments[0], arguments, environment);
  const int error = errno;
  [[maybe_unused]] const ssize_t ignored = write(failure_fd, &error, sizeof error);
  _exit(127);
}

}  // namespace

Pipe make_pipe() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) throw GmatSweepError(system_error("make a pipe"));
  return {FileDescriptor(ends[0]), FileDescriptor(ends[1])};
}

ssize_t write_without_sigpipe(int fd, std::string_view bytes) {
  sigset_t sigpipe;
  sigset_t before;
  sigemptyset(&sigpipe);
  sigaddset(&sigpipe, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &sigpipe, &before);
  const ssize_t count = write(fd, bytes.data(), bytes.size());
  const int error = errno;
  if (count < 0 && error == EPIPE) {
    const timespec at_once{};
    sigtimedwait(&sigpipe, nullptr, &at_once);
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  errno = error;
  return count;
}

ChildProcess::ChildProcess(const std::vector<std::string>& arguments,
                           std::span<const std::pair<int, int>> descriptors,
                           const std::vector<std::string>& environment) {
  const std::vector<std::string> settings = merged_environment(environment);
  const std::vector<char*> argument_pointers = pointers(arguments);
  const std::vector<char*> environment_pointers = pointers(settings);
  Pipe failure = make_pipe();
  // Above the targets, so that no dup2 in the child replaces it.
  FileDescriptor failure_end(fcntl(failure.write_end.get(), F_DUPFD_CLOEXEC, 128));
  failure.write_end.close();
  const pid_t parent = getpid();
  pid_ = fork();
  if (pid_ < 0) throw GmatSweepError(system_error("start a process"));
  if (pid_ == 0) {
    become(argument_pointers.data(), environment_pointers.data(), descriptors, parent,
           failure_end.get());
  }
  failure_end.close();
  int error = 0;
  ssize_t got = 0;
  do {
    got = read(failure.read_end.get(), &error, sizeof error);
  } while (got < 0 && errno == EINTR);
  if (got == sizeof error) {
    kill_and_reap();
    throw GmatSweepError(
        fmt::format("cannot start {}: {}", arguments.front(), std::strerror(error)));
  }
}

ChildProcess& ChildProcess::operator=(ChildProcess&& other) noexcept {
  if (this != &other) {
    kill_and_reap();
    pid_ = std::exchange(other.pid_, -1);
  }
  return *this;
}

ChildProcess::~ChildProcess() { kill_and_reap(); }

void ChildProcess::kill_and_reap() {
  if (pid_ <= 0) return;
  kill(pid_, SIGKILL);
  wait();
}

std::string ChildProcess::wait() {
  int status = 0;
  pid_t got = 0;
  do {
    got = waitpid(pid_, &status, 0);
  } while (got < 0 && errno == EINTR);
  pid_ = -1;
  if (WIFSIGNALED(status)) {
    return fmt::format("was killed by signal {} ({})", WTERMSIG(status),
                       strsignal(WTERMSIG(status)));
  }
  if (WEXITSTATUS(status) != 0) return fmt::format("exited with status {}", WEXITSTATUS(status));
  return "";
}

}  // namespace gmat_sweep
