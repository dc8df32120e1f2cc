#include "mission/run_state.hpp"

#include <fmt/format.h>

#include "base/names.hpp"
#include "gmat_sweep/errors.hpp"
#include "mission/dynamics.hpp"
#include "mission/force_settings.hpp"
#include "mission/initial_orbit.hpp"
#include "mission/solar_system_fields.hpp"
#include "mission/tables/spacecraft_fields.hpp"

namespace gmat_sweep::mission {

RunState::RunState(const Program& program, const astro::DataCatalogue& data)
    : program_(program),
      data_(data),
      times_(data.time_converter()),
      fields_(program.fields),
      spacecraft_(program.spacecraft),
      bodies_(program.bodies),
      frames_(program, data, fields_, bodies_, spacecraft_),
      settings_(program.setting_count + 1) {
  views_.reserve(program.views.size());
  for (const auto& info : program.views) {
    views_.emplace_back(spacecraft_[info.spacecraft], info.frame, frames_, times_);
  }
  for (const auto id : program.spacecraft_objects) {
    fittings_.push_back(fitting_of(program, fields_, id));
  }
  for (auto& one : spacecraft_) one.attitude.epoch_a1_mjd = one.epoch.mjd;
  propulsion_.hardware.resize(program.hardware.size());
}

RunState::~RunState() = default;

double RunState::place_epoch_a1_mjd() const {
  if (place_epoch_a1_mjd_) return *place_epoch_a1_mjd_;
  return spacecraft_.empty() ? astro::a1_mjd_of_j2000 : spacecraft_.front().epoch.mjd;
}

void RunState::place_initially(std::size_t spacecraft) {
  auto& state = spacecraft_[spacecraft];
  const auto id = program_.spacecraft_objects[spacecraft];
  try {
    state.state = initial_state(program_.orbits[spacecraft], state, frame_of(id), frames_);
  } catch (const GmatSweepError& error) {
    throw RunFailed(fmt::format("{}: {}", program_.objects[id].name, error.what()));
  }
  ++state.revision;
}

void RunState::set_body_constant(astro::Body body, std::size_t index, double value) {
  body_constant(bodies_[body], index) = value;
  has_own_constants_ = true;
}

void RunState::place_spacecraft() {
  for (std::size_t i = 0; i < spacecraft_.size(); ++i) place_initially(i);
}

void RunState::forget_forces() { forces_.clear(); }

Dynamics& RunState::forces(ObjectId force_model) {
  auto& kept = forces_[force_model];
  if (kept) return *kept;
  std::vector<std::string> problems;
  const auto settings = read_force_model(program_, fields_, bodies_, force_model, problems);
  const auto& name = program_.objects[force_model].name;
  if (!problems.empty()) throw RunFailed(name + "." + problems.front());
  try {
    kept = std::make_unique<Dynamics>(settings, data_);
  } catch (const GmatSweepError& error) {
    throw RunFailed(name + ": " + error.what());
  }
  return *kept;
}

void RunState::refit(ObjectId spacecraft) {
  fittings_[*program_.objects[spacecraft].spacecraft] = fitting_of(program_, fields_, spacecraft);
}

void RunState::count_step() {
  ++steps_;
  if (!most_steps_ || steps_ <= *most_steps_) return;
  throw RunFailed(fmt::format(
      "the run took more than its limit of {} integrator steps and loop passes", *most_steps_));
}

void RunState::reset(ObjectId object) {
  fields_[object] = program_.fields[object];
  if (!program_.objects[object].spacecraft) return;
  auto& state = spacecraft_of(object);
  const auto revision = state.revision;
  state = program_.spacecraft[*program_.objects[object].spacecraft];
  if (has_own_constants_) place_initially(*program_.objects[object].spacecraft);
  state.revision = revision + 1;
  state.first_a1_mjd = state.epoch.mjd;
  refit(object);
}

FrameId RunState::frame_of(ObjectId spacecraft) const {
  const auto& name = std::get<std::string>(
      fields_[spacecraft][field_index(tables::spacecraft_fields, "CoordinateSystem")]);
  if (const auto frame = program_.find_frame(name)) return *frame;
  throw RunFailed(program_.objects[spacecraft].name + ".CoordinateSystem: there is no " + name +
                  did_you_mean(name, program_.frame_names()));
}

}  // namespace gmat_sweep::mission
