#include "pools/worker.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <exception>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "gmat_sweep/errors.hpp"
#include "pools/guard.hpp"
#include "pools/protocol.hpp"

namespace gmat_sweep {

namespace {

constexpr int exit_protocol_failure = 3;
constexpr int exit_not_started_by_driver = 2;

/// Ends this process when its parent ends; false when the parent has already ended.
bool end_with_parent(pid_t parent) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  return ::getppid() == parent;
}

void block_child_signal(bool block) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGCHLD);
  sigprocmask(block ? SIG_BLOCK : SIG_UNBLOCK, &signals, nullptr);
}

/// A worker's side of its channel.
class DriverLink {
 public:
  explicit DriverLink(FileDescriptor channel) : channel_(std::move(channel)) {}

  /// The next run, or nothing when the driver wants no more. What is to be said is said before
  /// waiting.
  std::optional<RunSpec> next_run() {
    std::optional<std::string_view> line = lines_.next_line();
    bool open = true;
    for (bool wait = false; !line && open; wait = true) {
      if (wait) flush();
      open = lines_.read_from(channel_.get(), wait) != protocol::LineBuffer::Read::end;
      line = lines_.next_line();
    }
    if (!line) return std::nullopt;
    return run_spec_from_value(parse_json(*line));
  }

  void say(Value::Map message) {
    pending_ += to_json(std::move(message));
    pending_ += '\n';
  }

  void flush() {
    std::string_view rest = pending_;
    while (!rest.empty()) {
      const ssize_t count = ::send(channel_.get(), rest.data(), rest.size(), MSG_NOSIGNAL);
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) throw BackendError("the driver is gone");
      rest.remove_prefix(static_cast<std::size_t>(count));
    }
    pending_.clear();
  }

 private:
  FileDescriptor channel_;
  protocol::LineBuffer lines_;
  std::string pending_;
};

/// RLIMIT_DATA counts what a process allocates, not the files and libraries it maps.
void limit_memory(const std::optional<std::int64_t>& bytes) {
  if (!bytes) return;
  const auto most = static_cast<rlim_t>(*bytes);
  const rlimit limit{most, most};
  if (::setrlimit(RLIMIT_DATA, &limit) != 0) throw BackendError("cannot limit a worker's memory");
}

int work(DriverLink& link, const Engine& engine, Hook hook, const WorkerSetup& setup) {
  RunExecutor::Options options;
  options.max_steps = setup.limits.max_steps;
  options.describe_failures = setup.describe_failures;
  options.hook = std::move(hook);
  options.engine_done = [&](const RunOutcome& outcome) {
    link.say({{"event", "engine_done"}, {"outcome", to_value(outcome)}});
    link.flush();
  };
  options.capture_standard_streams = true;
  RunExecutor executor(engine, std::move(options));
  while (const std::optional<RunSpec> spec = link.next_run()) {
    link.say({{"event", "started"}, {"run_id", spec->run_id}});
    link.flush();
    const RunOutcome outcome = executor.run_one(*spec);
    link.say({{"event", "outcome"}, {"outcome", to_value(outcome)}});
  }
  link.flush();
  return 0;
}

/// The helper: one control channel, one engine, the workers forked from it.
class Helper {
 public:
  Helper(FileDescriptor control, const WorkerParts& parts)
      : control_(std::move(control)), parts_(parts), pid_(::getpid()) {}

  int run() {
    const std::optional<protocol::Packet> first = protocol::receive_packet(control_.get());
    if (!first) return 0;
    setup_ = protocol::worker_setup_from_value(first->message.as_map().at("setup"));
    if (!make_engine()) return 0;
    guard_.emplace();
    protocol::send_packet(control_.get(), Value::Map{{"event", "ready"}});
    block_child_signal(true);
    // What a hook leaves running when its worker ends becomes this process's child, to be ended.
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGCHLD);
    child_signals_ = FileDescriptor(::signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK));
    // From here on there may be workers to end first: the closed channel tells of the driver's end.
    ::prctl(PR_SET_PDEATHSIG, 0);
    return serve_to_the_end();
  }

 private:
  int serve_to_the_end() {
    try {
      if (const std::optional<int> worker_code = serve()) return *worker_code;
    } catch (const std::exception&) {
      if (::getpid() == pid_) kill_all();  // and not one of the workers, forked on the way
      throw;
    }
    kill_all();
    return 0;
  }

  bool make_engine() {
    const auto report = [&](const char* kind, const std::exception& error) {
      constexpr std::size_t longest_message = 60'000;
      std::string message = error.what();
      if (message.size() > longest_message) message.resize(longest_message);
      protocol::send_packet(
          control_.get(),
          Value::Map{{"event", "error"}, {"kind", kind}, {"message", std::move(message)}});
    };
    try {
      engine_ = parts_.make_engine(setup_.engine);
      return true;
    } catch (const ScriptError& error) {
      report("ScriptError", error);
    } catch (const SweepConfigError& error) {
      report("SweepConfigError", error);
    } catch (const std::exception& error) {
      report("BackendError", error);
    }
    return false;
  }

  /// Serves the driver until it closes the channel. In a worker, returns its exit code.
  std::optional<int> serve() {
    std::array<pollfd, 2> polled = {
        {{control_.get(), POLLIN, 0}, {child_signals_.get(), POLLIN, 0}}};
    while (true) {
      if (::poll(polled.data(), polled.size(), -1) < 0) {
        if (errno == EINTR) continue;
        throw BackendError("cannot wait for the driver");
      }
      if (polled[1].revents != 0) report_ended_workers();
      if (polled[0].revents == 0) continue;
      const std::optional<protocol::Packet> packet = protocol::receive_packet(control_.get());
      if (!packet) return std::nullopt;
      const Value::Map& request = packet->message.as_map();
      if (const Value* id = request.find("kill")) {
        kill_worker(id->as_integer());
      } else if (const auto code = fork_worker(request.at("fork").as_integer())) {
        return code;
      }
    }
  }

  std::optional<int> fork_worker(std::int64_t id) {
    protocol::ChannelPair channel = protocol::make_worker_channel();
    const pid_t pid = ::fork();
    if (pid < 0) throw BackendError("cannot fork a worker");
    if (pid == 0) {
      channel.ours.close();
      return be_worker(std::move(channel.theirs));
    }
    ::setpgid(pid, pid);  // here and in the worker: whoever comes first
    guard_->add_group(pid);
    workers_.emplace(pid, id);
    protocol::send_packet(control_.get(),
                          Value::Map{{"event", "forked"}, {"worker", id}, {"pid", pid}},
                          channel.ours.get());
    return std::nullopt;
  }

  int be_worker(FileDescriptor channel) {
    const pid_t helper = pid_;
    // A group of its own, so that what its hook starts can be ended with it.
    ::setpgid(0, 0);
    control_.close();
    child_signals_.close();
    guard_->forget();
    block_child_signal(false);
    if (!end_with_parent(helper)) return 0;
    limit_memory(setup_.limits.memory_bytes);
    DriverLink link(std::move(channel));
    return work(link, *engine_, setup_.hook ? parts_.load_hook(*setup_.hook).call : Hook(), setup_);
  }

  void report_ended_workers() {
    signalfd_siginfo ignored;
    while (::read(child_signals_.get(), &ignored, sizeof ignored) > 0) {
    }
    while (const pid_t pid = next_ended_child()) {
      const auto worker = workers_.find(pid);
      // While the worker is not yet waited for, nothing else can have the number of its group.
      if (worker != workers_.end()) {
        ::kill(-pid, SIGKILL);
        guard_->remove_group(pid);
      }
      int wait_status = 0;
      ::waitpid(pid, &wait_status, 0);
      if (worker == workers_.end()) continue;
      protocol::send_packet(control_.get(), Value::Map{{"event", "exited"},
                                                       {"worker", worker->second},
                                                       {"wait_status", wait_status}});
      workers_.erase(worker);
    }
  }

  /// Some child that has ended and is not yet waited for; 0 when there is none.
  static pid_t next_ended_child() {
    siginfo_t info{};
    return ::waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0 ? info.si_pid : 0;
  }

  void kill_worker(std::int64_t wanted) const {
    for (const auto& [pid, id] : workers_) {
      if (id == wanted) ::kill(pid, SIGKILL);
    }
  }

  /// Ends the workers with all they started: also what left their groups, which comes to be this
  /// process's child once what started it is gone.
  void kill_all() const {
    for (const auto& [pid, id] : workers_) ::kill(-pid, SIGKILL);
    for (const auto& [pid, id] : workers_) ::waitpid(pid, nullptr, 0);
    for (std::vector<pid_t> left = strays(); !left.empty(); left = strays()) {
      for (const pid_t child : left) {
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
      }
    }
  }

  /// This process's children but for the guard, as the kernel lists them; empty where it does not.
  std::vector<pid_t> strays() const {
    std::ifstream file(fmt::format("/proc/{0}/task/{0}/children", pid_));
    std::vector<pid_t> pids{std::istream_iterator<pid_t>(file), {}};
    std::erase(pids, guard_->pid());
    return pids;
  }

  FileDescriptor control_;
  const WorkerParts& parts_;
  pid_t pid_;
  WorkerSetup setup_;
  std::unique_ptr<Engine> engine_;
  FileDescriptor child_signals_;
  std::optional<Guard> guard_;
  std::map<pid_t, std::int64_t> workers_;
};

}  // namespace

int worker_program_main(const WorkerParts& parts) {
  if (is_guard()) return guard_main();
  if (::fcntl(protocol::control_descriptor, F_SETFD, FD_CLOEXEC) != 0) {
    std::fputs("This program is started by gmat-sweep; it is of no use by itself.\n", stderr);
    return exit_not_started_by_driver;
  }
  FileDescriptor control(protocol::control_descriptor);
  // If the driver is gone already, the closed channel says so.
  end_with_parent(::getppid());
  try {
    return Helper(std::move(control), parts).run();
  } catch (const std::exception& error) {
    std::fputs(fmt::format("gmat-sweep-worker: {}\n", error.what()).c_str(), stderr);
    return exit_protocol_failure;
  }
}

}  // namespace gmat_sweep
