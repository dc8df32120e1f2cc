#pragma once

#include <memory>
#include <vector>

#include "astro/data_catalogue.hpp"
#include "gmat_sweep/engine.hpp"
#include "mission/diagnostics.hpp"
#include "script/script.hpp"

namespace gmat_sweep::mission {

struct NativeEngineSettings {
  /// A run whose solver does not converge goes on with the solver's last values, as GMAT does,
  /// instead of failing.
  bool accept_unconverged = false;
};

/// The engine of our own, made ready for one script. Everything a run needs is
/// compiled and loaded here; runs share it from any thread. Throws ScriptError
/// with every construct of the script that it cannot run, one a line.
std::unique_ptr<Engine> make_native_engine(const script::Script& script, astro::DataCatalogue data,
                                           const NativeEngineSettings& settings = {});

}  // namespace gmat_sweep::mission
