#include "sweep/hooks/program_hook.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <utility>

#include "sweep/hooks/child_process.hpp"
#include "sweep/hooks/hook_reply.hpp"
#include "sweep/run_one.hpp"

namespace gmat_sweep {

namespace {

/// Writes `input` to one descriptor while reading another to its end: neither side may wait for the
/// other. A program that does not read its input is no fault.
std::string exchange(std::string_view input, FileDescriptor to, const FileDescriptor& from) {
  fcntl(to.get(), F_SETFL, O_NONBLOCK);
  std::string output;
  char buffer[1 << 14];
  while (true) {
    if (input.empty()) to.close();
    pollfd waits[2] = {{from.get(), POLLIN, 0}, {to ? to.get() : -1, POLLOUT, 0}};
    if (poll(waits, 2, -1) < 0 && errno != EINTR) return output;
    if (waits[1].revents != 0) {
      const ssize_t count = write_without_sigpipe(to.get(), input);
      if (count >= 0) {
        input.remove_prefix(static_cast<std::size_t>(count));
      } else if (errno != EAGAIN && errno != EINTR) {
        input = {};
      }
    }
    if (waits[0].revents != 0) {
      const ssize_t count = read(from.get(), buffer, sizeof buffer);
      if (count == 0 || (count < 0 && errno != EINTR)) return output;
      if (count > 0) output.append(buffer, static_cast<std::size_t>(count));
    }
  }
}

HookOutputs call_program(const HookConfig& config, const RunSpec& spec, const RunOutcome& outcome) {
  const std::string document =
      to_json(Value::Map{{"spec", to_value(spec)}, {"outcome", to_value(outcome)}}) + "\n";
  const std::filesystem::path log_path = spec.output_dir / worker_log_name;
  const FileDescriptor log(
      ::open(log_path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644));
  if (!log) throw HookFailed(fmt::format("cannot open {}", log_path.string()));
  Pipe input = make_pipe();
  Pipe output = make_pipe();

  std::vector<std::string> arguments = {config.file.string()};
  arguments.insert(arguments.end(), config.arguments.begin(), config.arguments.end());
  const std::pair<int, int> descriptors[] = {{input.read_end.get(), STDIN_FILENO},
                                             {output.write_end.get(), STDOUT_FILENO},
                                             {log.get(), STDERR_FILENO}};
  ChildProcess process(arguments, descriptors);
  input.read_end.close();
  output.write_end.close();
  const std::string answer = exchange(document, std::move(input.write_end), output.read_end);
  const std::string end = process.wait();
  if (!end.empty()) {
    throw HookFailed(fmt::format("{} {}; what it printed on standard error is in {}",
                                 config.file.string(), end, log_path.string()));
  }
  return outputs_from_reply(parse_reply(answer, config.file.string()));
}

}  // namespace

LoadedHook load_program_hook(const HookConfig& config) {
  return {[config](const RunSpec& spec, const RunOutcome& outcome) {
            return call_program(config, spec, outcome);
          },
          config.file};
}

}  // namespace gmat_sweep
