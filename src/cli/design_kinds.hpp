#pragma once

#include <CLI/App.hpp>
#include <filesystem>
#include <functional>
#include <span>

#include "gmat_sweep/design.hpp"

namespace gmat_sweep::cli {

/// Makes the design that a command's arguments describe, once they are parsed. A covariance may
/// take its means from the mission script, which is empty when there is none. Throws
/// SweepConfigError.
using DesignMaker = std::function<Design(const std::filesystem::path& script)>;

/// A kind of design on the command line: as a command of its own, which runs it, and below
/// `design`, which prints it.
struct DesignKind {
  const char* run_command;
  const char* name;
  const char* description;
  DesignMaker (*add_arguments)(CLI::App& command);
  bool takes_contexts = false;  ///< its runs are given one by one, so each may have a context
};

std::span<const DesignKind> design_kinds();

}  // namespace gmat_sweep::cli
