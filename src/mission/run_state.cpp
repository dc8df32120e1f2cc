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
      frames_(program, data, fields_, spacecraft_) {
  views_.reserve(program.views.size());
  for (const auto& info : program.views) {
    views_.emplace_back(spacecraft_[info.spacecraft], info.frame, frames_, times_);
  }
}

FrameId RunState::frame_of(ObjectId spacecraft) const {
  const auto& name = std::get<std::string>(
      fields_[spacecraft][field_index(tables::spacecraft_fields, "CoordinateSystem")]);
  if (const auto frame = program_.find_frame(name)) return *frame;
  throw RunFailed(program_.objects[spacecraft].name + ".CoordinateSystem: there is no " + name +
                  did_you_mean(name, program_.frame_names()));
}

}  // namespace gmat_sweep::mission
