#include "mission/capabilities.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "base/files.hpp"

namespace gmat_sweep {
namespace {

const std::filesystem::path docs = std::filesystem::path(GMAT_SWEEP_SOURCE_DIR) / "docs";

TEST(Capabilities, engine_page_is_what_the_tables_say) {
  EXPECT_TRUE(read_file(docs / "engine.md") == mission::capabilities_markdown())
      << "write it anew: gmat-sweep check --capabilities > docs/engine.md";
}

TEST(Capabilities, refused_things_are_on_the_page_by_name) {
  const auto page = mission::capabilities_markdown();
  for (const std::string_view name :
       {"SPADFile, NPlate", "SPICESGP4", "CCSDS-OEM", "CCSDS-AEM", "SpiceAttitude",
        "| `ThrustHistoryFile` | refused", "| `Formation` | refused", "| `Simulator` | refused",
        "| `MatlabFunction` | refused", "| `CallPythonFunction` | refused",
        "| `ExternalModel` | refused"}) {
    EXPECT_NE(page.find(name), std::string::npos) << name;
  }
}

}  // namespace
}  // namespace gmat_sweep
