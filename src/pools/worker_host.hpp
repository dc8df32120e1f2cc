#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <variant>

#include "base/files.hpp"
#include "pools/protocol.hpp"
#include "sweep/pool.hpp"

namespace gmat_sweep {

/// The driver's side of the helper program: starts it, asks it for workers, hears what becomes of
/// them. Its end ends the helper and every worker left.
class WorkerHost {
 public:
  /// Starts the program and waits until it has made the engine. Throws BackendError when it cannot
  /// be started, and whatever making the engine threw there.
  WorkerHost(const std::filesystem::path& program, const WorkerSetup& setup);
  WorkerHost(const WorkerHost&) = delete;
  WorkerHost& operator=(const WorkerHost&) = delete;
  ~WorkerHost() = default;

  struct Forked {
    std::int64_t worker = 0;
    pid_t pid = 0;
    FileDescriptor channel;
  };
  struct Exited {
    std::int64_t worker = 0;
    int wait_status = 0;  ///< as waitpid gives it
  };

  /// Asks for a worker; it comes as a Forked event.
  void request_worker(std::int64_t id);

  /// Kills a worker, unless it has ended by itself; an Exited event follows either way.
  void kill_worker(std::int64_t id);

  /// Readable when there is an event.
  int descriptor() const { return control_.get(); }
  /// Waits for the next event. Throws BackendError when the helper is lost.
  std::variant<Forked, Exited> next_event();

 private:
  /// Waited for at the end of its life.
  class Process {
   public:
    explicit Process(pid_t pid) : pid_(pid) {}
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;
    ~Process();
    /// Waits for its end and says how it came.
    std::string wait();

   private:
    pid_t pid_;
  };

  WorkerHost(const std::filesystem::path& program, const WorkerSetup& setup,
             protocol::ChannelPair channel);
  void await_ready();
  [[noreturn]] void report_lost();

  std::map<std::int64_t, pid_t> workers_;  // alive, as far as is known
  // In this order: the channel is closed before the process, which ends with it, is waited for.
  Process process_;
  FileDescriptor control_;
};

}  // namespace gmat_sweep
