#pragma once

#include "gmat_sweep/manifest.hpp"
#include "gmat_sweep/report.hpp"
#include "gmat_sweep/value.hpp"

namespace gmat_sweep::report {

/// Everything the page shows, as src/report/page/page.js reads it. Missing values are null, and
/// reals have the seven digits that a screen can tell.
Value::Map page_data(const Manifest& manifest, const ReportOptions& options);

}  // namespace gmat_sweep::report
