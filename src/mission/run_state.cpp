#include "mission/run_state.hpp"

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
      frames_(astro::EarthFixedAxes(times_, data.nutation())) {
  views_.reserve(program.views.size());
  for (const auto& info : program.views) {
    views_.emplace_back(spacecraft_[info.spacecraft], info.frame, frames_, times_);
  }
}

Frame RunState::frame_of(ObjectId spacecraft) const {
  const auto& name = std::get<std::string>(
      fields_[spacecraft][field_index(tables::spacecraft_fields, "CoordinateSystem")]);
  if (auto frame = built_in_frame(name)) return *std::move(frame);
  throw RunFailed(program_.objects[spacecraft].name + ".CoordinateSystem: " + name +
                  " is not supported" + did_you_mean(name, frame_names()));
}

}  // namespace gmat_sweep::mission
