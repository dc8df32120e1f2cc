#pragma once

#include "gmat_sweep/manifest.hpp"
#include "gmat_sweep/value.hpp"

namespace gmat_sweep {

/// What of an engine's options a manifest records: those that are no paths. What the files they
/// name hold is recorded by digests.
Value::Map options_without_paths(const Value::Map& options);

/// Options as given, and those recorded of which nothing is said.
Value::Map with_recorded_options(Value::Map options, const ManifestHeader& header);

}  // namespace gmat_sweep
