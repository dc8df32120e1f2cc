#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "gmat_sweep/errors.hpp"
#include "gmat_sweep/hook.hpp"
#include "gmat_sweep/value.hpp"

namespace gmat_sweep {

/// A hook that could not do its work: it raised, crashed, exited non-zero, or answered with
/// something other than a mapping of keys to paths. The message is the traceback or the reason.
class HookFailed : public GmatSweepError {
 public:
  using GmatSweepError::GmatSweepError;
};

enum class HookKind { python, library, program };

/// A postprocess hook as it travels to workers.
struct HookConfig {
  HookKind kind = HookKind::python;
  /// As the manifest records it: what the user wrote, with paths of files made absolute.
  std::string text;
  std::string module;                  ///< python: `package.module`
  std::string function;                ///< python, library
  std::filesystem::path file;          ///< library, program: absolute
  std::vector<std::string> arguments;  ///< program
  /// program: which of its words, itself the first, name files by their paths. Not sent to workers.
  std::vector<std::size_t> file_words;
  std::string python;             ///< python: the interpreter to run
  std::filesystem::path modules;  ///< python: a folder where modules are looked for, too
  bool modules_first = false;     ///< python: there before anywhere else
};

/// Tells the kind of hook by the form of `text`:
///
///     package.module:function     a Python function
///     ./libmy_hooks.so:function   a C++ function exported by GMAT_SWEEP_HOOK
///     exec:./program --flag       any program; words are split at blanks, quotes keep them
///
/// @param python  the interpreter for a Python hook; empty: `python3`
/// A program named by a path, and arguments that name files by a path or a name with a dot, are
/// made absolute; a program on PATH keeps its name alone.
///
/// Throws SweepConfigError for any other form, and when a named file is not there or, for a
/// program, not executable.
HookConfig parse_hook(std::string_view text, const std::string& python);

/// Whether the text is of the form of a program or a library; a program's words, and their text.
bool is_program_hook(std::string_view text);
bool is_library_hook(std::string_view text);
std::vector<std::string> words_of_program(std::string_view text);
std::string text_of_program(const std::vector<std::string>& words);

Value to_value(const HookConfig& config);
HookConfig hook_config_from_value(const Value& value);

/// A hook ready to be called, run after run, by one worker.
struct LoadedHook {
  /// Given the run and the engine's outcome; throws HookFailed. What a Python function or a program
  /// prints is appended to the run's worker.log; what a library prints goes where this process
  /// prints.
  std::function<HookOutputs(const RunSpec&, const RunOutcome&)> call;
  /// The file the hook's code stands in; empty when there is no such single file.
  std::filesystem::path file;
};

/// Loads the hook: what the driver does once, before the first run, to know that it can be called,
/// and each worker for itself.
/// Throws SweepConfigError saying which part of the hook is wrong.
LoadedHook load_hook(const HookConfig& config);

}  // namespace gmat_sweep
