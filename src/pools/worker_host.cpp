#include "pools/worker_host.hpp"

#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <string>
#include <utility>

#include "gmat_sweep/errors.hpp"
#include "pools/process_end.hpp"
#include "pools/protocol.hpp"

extern char** environ;

namespace gmat_sweep {

namespace {

/// What the helper starts with: its control channel, no input, signals as a new program has them,
/// and a process group of its own, so that an interrupt typed at a terminal reaches the driver
/// alone, which decides what becomes of the workers.
class SpawnSettings {
 public:
  explicit SpawnSettings(int their_control) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_adddup2(&actions_, their_control, protocol::control_descriptor);
    posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", 0, 0);
    posix_spawnattr_init(&attributes_);
    sigset_t signals;
    sigfillset(&signals);
    posix_spawnattr_setsigdefault(&attributes_, &signals);
    sigemptyset(&signals);
    posix_spawnattr_setsigmask(&attributes_, &signals);
    posix_spawnattr_setpgroup(&attributes_, 0);
    posix_spawnattr_setflags(
        &attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  }
  SpawnSettings(const SpawnSettings&) = delete;
  SpawnSettings& operator=(const SpawnSettings&) = delete;
  ~SpawnSettings() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }

  const posix_spawn_file_actions_t* actions() const { return &actions_; }
  const posix_spawnattr_t* attributes() const { return &attributes_; }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

pid_t spawn(const std::filesystem::path& program, int their_control) {
  const SpawnSettings settings(their_control);
  std::string name = program.string();
  std::array<char*, 2> arguments = {name.data(), nullptr};
  pid_t pid = -1;
  const int error = ::posix_spawn(&pid, program.c_str(), settings.actions(), settings.attributes(),
                                  arguments.data(), environ);
  if (error != 0) {
    throw BackendError(fmt::format("cannot start {}: {}", program.string(), std::strerror(error)));
  }
  return pid;
}

[[noreturn]] void throw_as(const std::string& kind, const std::string& message) {
  if (kind == "ScriptError") throw ScriptError(message);
  if (kind == "SweepConfigError") throw SweepConfigError(message);
  throw BackendError(message);
}

}  // namespace

WorkerHost::Process::~Process() {
  if (pid_ > 0) ::waitpid(pid_, nullptr, 0);
}

std::string WorkerHost::Process::wait() {
  int wait_status = 0;
  const pid_t ended = ::waitpid(std::exchange(pid_, -1), &wait_status, 0);
  return ended > 0 ? describe_process_end(wait_status) : "is lost";
}

WorkerHost::WorkerHost(const std::filesystem::path& program, const WorkerSetup& setup)
    : WorkerHost(program, setup, protocol::make_control_channel()) {}

WorkerHost::WorkerHost(const std::filesystem::path& program, const WorkerSetup& setup,
                       protocol::ChannelPair channel)
    : process_(spawn(program, channel.theirs.get())), control_(std::move(channel.ours)) {
  channel.theirs.close();
  const Value::Map message{{"setup", protocol::to_value(setup)}};
  if (!protocol::send_packet(control_.get(), message)) report_lost();
  await_ready();
}

void WorkerHost::await_ready() {
  const std::optional<protocol::Packet> packet = protocol::receive_packet(control_.get());
  if (!packet) report_lost();
  const Value::Map& message = packet->message.as_map();
  if (message.at("event").as_string() == "ready") return;
  throw_as(message.at("kind").as_string(), message.at("message").as_string());
}

void WorkerHost::request_worker(std::int64_t id) {
  if (!protocol::send_packet(control_.get(), Value::Map{{"fork", id}})) report_lost();
}

void WorkerHost::kill_worker(std::int64_t id) {
  if (!protocol::send_packet(control_.get(), Value::Map{{"kill", id}})) report_lost();
}

std::variant<WorkerHost::Forked, WorkerHost::Exited> WorkerHost::next_event() {
  std::optional<protocol::Packet> packet = protocol::receive_packet(control_.get());
  if (!packet) report_lost();
  const Value::Map& message = packet->message.as_map();
  const std::int64_t worker = message.at("worker").as_integer();
  if (message.at("event").as_string() == "forked") {
    const auto pid = static_cast<pid_t>(message.at("pid").as_integer());
    workers_.insert_or_assign(worker, pid);
    return Forked{worker, pid, std::move(packet->descriptor)};
  }
  workers_.erase(worker);
  return Exited{worker, static_cast<int>(message.at("wait_status").as_integer())};
}

void WorkerHost::report_lost() {
  control_.close();
  // The workers died with the helper; what their hooks started lives in their groups.
  for (const auto& [id, pid] : workers_) ::kill(-pid, SIGKILL);
  throw BackendError(fmt::format("the worker program {}", process_.wait()));
}

}  // namespace gmat_sweep
