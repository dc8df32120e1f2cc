#include "mission/run_state.hpp"

#include <fmt/format.h>

#include "base/names.hpp"
#include "gmat_sweep/errors.hpp"
#include "mission/tables/spacecraft_fields.hpp"

namespace gmat_sweep::mission {

RunState::RunState(const Program& program, const astro::DataCatalogue& data)
    : program_(program),
      data_(data),
      times_(data.time_converter()),
      fields_(program.fields),
      spacecraft_(program.spacecraft),
      frames_(program, data, fields_, spacecraft_) {
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

void RunState::refit(ObjectId spacecraft) {
  fittings_[*program_.objects[spacecraft].spacecraft] = fitting_of(program_, fields_, spacecraft);
}

void RunState::count_step() {
  ++steps_;
  if (!most_steps_ || steps_ <= *most_steps_) return;
  throw RunFailed(fmt::format(
      "the run took more than its limit of {} integrator steps and loop passes", *most_steps_));
}

FrameId RunState::frame_of(ObjectId spacecraft) const {
  const auto& name = std::get<std::string>(
      fields_[spacecraft][field_index(tables::spacecraft_fields, "CoordinateSystem")]);
  if (const auto frame = program_.find_frame(name)) return *frame;
  throw RunFailed(program_.objects[spacecraft].name + ".CoordinateSystem: there is no " + name +
                  did_you_mean(name, program_.frame_names()));
}

}  // namespace gmat_sweep::mission
