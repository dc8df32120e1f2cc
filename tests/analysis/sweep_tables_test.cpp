#include <gtest/gtest.h>

#include "base/files.hpp"
#include "gmat_sweep/sweep.hpp"
#include "gmat_sweep/tables.hpp"
#include "support/temporary_directory.hpp"

namespace gmat_sweep {
namespace {

TEST(Sweep, gives_the_table_of_what_its_hook_wrote) {
  const test::TemporaryDirectory directory;
  const auto hook = directory.path() / "hook";
  write_file(hook,
             "#!/bin/sh\nreport=$(sed 's/.*\"report__Orbit\": \"\\([^\"]*parquet\\)\".*/\\1/')\n"
             "echo \"{\\\"copy\\\": \\\"$report\\\"}\"\n");
  std::filesystem::permissions(hook, std::filesystem::perms::owner_all);
  SweepOptions options;
  options.output_dir = directory.path() / "out";
  options.backend = "debug";
  options.postprocess = "exec:" + hook.string();
  Sweep sweep(GMAT_SWEEP_SOURCE_DIR "/examples/01_sma_scan/leo.script",
              grid({{"Sat.SMA", Value::List{7000, 7100}}}), options);
  ASSERT_EQ(sweep.run().ok, 2);
  EXPECT_EQ(sweep.to_extra_outputs("copy").row_count(),
            lazy_multiindex(Manifest::open(sweep.manifest_path())).row_count());
}

}  // namespace
}  // namespace gmat_sweep
