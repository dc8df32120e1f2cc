#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gmat_sweep/errors.hpp"
#include "mission/engine_support.hpp"

namespace gmat_sweep {
namespace {

using test::reals;
using testing::HasSubstr;

/// Two tanks of GMAT's sample Ex_AnalyticMassProperties.
std::string two_tanks(std::string_view model, std::string_view sequence) {
  std::string text = test::small_mission_with(R"(Sat.DryMass = 800;
Sat.DryCenterOfMassX = 1;
Sat.DryCenterOfMassY = 2;
Sat.DryCenterOfMassZ = 3;
Sat.DryMomentOfInertiaXX = 111;
Sat.DryMomentOfInertiaXY = 222;
Sat.DryMomentOfInertiaXZ = 333;
Sat.DryMomentOfInertiaYY = 444;
Sat.DryMomentOfInertiaYZ = 555;
Sat.DryMomentOfInertiaZZ = 666;
Create ChemicalTank Tank1 Tank2;
Tank1.FuelMass = 400;
Tank1.FuelCenterOfMassX = -4;
Tank1.FuelCenterOfMassY = -5;
Tank1.FuelCenterOfMassZ = -6;
Tank1.FuelMomentOfInertiaXX = 111;
Tank1.FuelMomentOfInertiaXY = 222;
Tank1.FuelMomentOfInertiaXZ = 333;
Tank1.FuelMomentOfInertiaYY = 444;
Tank1.FuelMomentOfInertiaYZ = 555;
Tank1.FuelMomentOfInertiaZZ = 666;
Tank2.FuelMass = 650;
Tank2.FuelCenterOfMassX = -1;
Tank2.FuelCenterOfMassY = -1;
Tank2.FuelCenterOfMassZ = -1;
Tank2.FuelMomentOfInertiaXX = 300;
Tank2.FuelMomentOfInertiaXY = 350;
Tank2.FuelMomentOfInertiaXZ = 400;
Tank2.FuelMomentOfInertiaYY = 200;
Tank2.FuelMomentOfInertiaYZ = 250;
Tank2.FuelMomentOfInertiaZZ = 300;
Sat.Tanks = {Tank1, Tank2};
)");
  text += "Sat.ExtendedMassPropertiesModel = '" + std::string(model) + "';\n";
  text += "BeginMissionSequence;\n";
  text += sequence;
  return text;
}

constexpr std::string_view report_all =
    "Report RF Sat.SystemCenterOfMassX Sat.SystemCenterOfMassZ Sat.SystemMomentOfInertiaXX "
    "Sat.SystemMomentOfInertiaXY Sat.SystemMomentOfInertiaXZ Sat.SystemMomentOfInertiaYZ "
    "Sat.SystemMomentOfInertiaZZ;\n";

double value(const Table& table, const std::string& name) {
  return reals(table, "Sat.System" + name).at(0);
}

TEST(MassProperties, center_and_inertia_of_tanks_and_dry_mass_are_gmats) {
  const auto table =
      test::report_of(*test::engine_of(two_tanks("CenterOfMassAndMomentOfInertia", report_all)));
  // GMAT R2026a, the sample Ex_AnalyticMassProperties.
  EXPECT_NEAR(value(table, "CenterOfMassX"), -0.7837837837837838, 1e-15);
  EXPECT_NEAR(value(table, "CenterOfMassZ"), -0.3513513513513514, 1e-15);
  EXPECT_NEAR(value(table, "MomentOfInertiaXX"), 35797.67567567567, 1e-10);
  EXPECT_NEAR(value(table, "MomentOfInertiaXY"), -8633.027027027027, 1e-10);
  EXPECT_NEAR(value(table, "MomentOfInertiaXZ"), -11074.54054054054, 1e-10);
  EXPECT_NEAR(value(table, "MomentOfInertiaYZ"), -15721.08108108108, 1e-10);
  EXPECT_NEAR(value(table, "MomentOfInertiaZZ"), 21599.56756756757, 1e-10);
}

TEST(MassProperties, what_is_not_modelled_has_gmats_constants) {
  const auto none = test::report_of(*test::engine_of(two_tanks("None", report_all)));
  EXPECT_EQ(value(none, "CenterOfMassX"), 0.0);
  EXPECT_EQ(value(none, "MomentOfInertiaXX"), 1.0);
  EXPECT_EQ(value(none, "MomentOfInertiaXY"), 0.0);
  const auto center = test::report_of(*test::engine_of(two_tanks("CenterOfMass", report_all)));
  EXPECT_NEAR(value(center, "CenterOfMassX"), -0.7837837837837838, 1e-15);
  EXPECT_EQ(value(center, "MomentOfInertiaXX"), 1.0);
  const auto inertia = test::report_of(*test::engine_of(two_tanks("MomentOfInertia", report_all)));
  EXPECT_EQ(value(inertia, "CenterOfMassX"), 0.0);
  EXPECT_NEAR(value(inertia, "MomentOfInertiaXX"), 35797.67567567567, 1e-10);
}

TEST(MassProperties, the_torque_of_gravity_on_them_fails_the_run) {
  const auto message = test::message_of<RunFailed>([] {
    test::run(*test::engine_of(two_tanks("MomentOfInertia", "Report RF Sat.FM.GravityTorque;\n")));
  });
  EXPECT_THAT(message, HasSubstr("GravityTorque"));
  EXPECT_THAT(message, HasSubstr("ExtendedMassPropertiesModel"));
}

TEST(MassProperties, tables_of_them_are_refused_by_name) {
  auto text = two_tanks("None", "");
  text.insert(text.find("BeginMission"), "Sat.ExtendedMassPropertiesModelType = Lookup;\n");
  EXPECT_THAT(test::message_of<ScriptError>([&] { test::engine_of(text); }),
              HasSubstr("Lookup is not supported"));
}

}  // namespace
}  // namespace gmat_sweep
