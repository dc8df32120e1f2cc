#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "astro/data_catalogue.hpp"
#include "mission/deviates.hpp"
#include "mission/finite_burn.hpp"
#include "mission/force_settings.hpp"
#include "mission/functions.hpp"
#include "mission/program.hpp"

namespace gmat_sweep::mission {

/// What hardware and burns remember in one run.
struct Propulsion {
  std::vector<HardwareMemory> hardware = {};  ///< of Program::hardware
  std::map<ObjectId, BurnMemory> burns = {};  ///< of the FiniteBurns that have fired
  std::vector<ActiveBurn> active = {};        ///< in the order in which they began
};

class Dynamics;

/// The values of one run: the program's, copied, and changed by overrides and
/// assignments. Not to be moved: views refer to what stands here.
class RunState {
 public:
  RunState(const Program& program, const astro::DataCatalogue& data);
  ~RunState();
  RunState(const RunState&) = delete;
  RunState& operator=(const RunState&) = delete;

  const Program& program() const { return program_; }
  const astro::DataCatalogue& data() const { return data_; }
  const astro::TimeConverter& times() const { return times_; }

  /// The bodies' constants in this run.
  const astro::BodyTable& bodies() const { return bodies_; }
  /// Changes one, by its place among body_fields. To be called before anything is computed with
  /// them; place_spacecraft() is to follow the last.
  void set_body_constant(astro::Body body, std::size_t index, double value);
  /// Gives all spacecraft the states that the script's elements mean with the constants as they
  /// are now. Throws RunFailed when those make no orbit any more.
  void place_spacecraft();

  FieldTable& fields() { return fields_; }
  const FieldTable& fields() const { return fields_; }
  FieldValue& field(ObjectId object, std::size_t index) { return fields_[object][index]; }
  double& variable(ObjectId object) { return std::get<double>(fields_[object][0]); }

  /// Gives a resource the values the script left it with.
  void reset(ObjectId object);

  SpacecraftState& spacecraft(std::size_t index) { return spacecraft_[index]; }
  SpacecraftState& spacecraft_of(ObjectId object) {
    return spacecraft_[*program_.objects[object].spacecraft];
  }
  std::size_t spacecraft_count() const { return spacecraft_.size(); }
  Propulsion& propulsion() { return propulsion_; }
  /// What a spacecraft carries.
  const Fitting& fitting(ObjectId spacecraft) const {
    return fittings_[*program_.objects[spacecraft].spacecraft];
  }
  /// Reads the lists of a spacecraft's hardware again.
  void refit(ObjectId spacecraft);
  /// A force model at work, for parameters: made when first asked for, and again after its fields
  /// change. Throws RunFailed when it cannot be made.
  Dynamics& forces(ObjectId force_model);
  void forget_forces();
  OrbitView& view(std::size_t index) { return views_[index]; }
  Frames& frames() { return frames_; }
  /// What an override put in place of a Setting, if any.
  const std::optional<double>& setting(std::size_t place) const { return settings_[place]; }
  void set_setting(std::size_t place, double value) { settings_[place] = value; }
  Deviates& deviates() { return deviates_; }
  /// The epoch that bodies and stations are seen at in their own parameters: the first
  /// spacecraft's until a Propagate, then that of the last one's first spacecraft.
  double place_epoch_a1_mjd() const;
  void set_place_epoch(double a1_mjd) { place_epoch_a1_mjd_ = a1_mjd; }
  /// The coordinate system a spacecraft's state is given in. Throws RunFailed
  /// when it is not known.
  FrameId frame_of(ObjectId spacecraft) const;

  /// How many integrator steps and loop passes the run may take; empty: any number.
  void limit_steps(std::optional<std::int64_t> most) { most_steps_ = most; }
  /// To be called for each integrator step and each pass of a loop. Throws RunFailed when it is
  /// one more than the limit.
  void count_step();

 private:
  void place_initially(std::size_t spacecraft);

  const Program& program_;
  const astro::DataCatalogue& data_;
  astro::TimeConverter times_;
  FieldTable fields_;
  std::vector<SpacecraftState> spacecraft_;
  astro::BodyTable bodies_;
  bool has_own_constants_ = false;  ///< other than the program's
  Frames frames_;
  std::vector<OrbitView> views_;
  std::map<ObjectId, std::unique_ptr<Dynamics>> forces_;
  std::vector<Fitting> fittings_;
  Propulsion propulsion_;
  std::optional<std::int64_t> most_steps_;
  std::int64_t steps_ = 0;
  std::optional<double> place_epoch_a1_mjd_;
  std::vector<std::optional<double>> settings_;  ///< by place; the first belongs to none
  Deviates deviates_;
};

}  // namespace gmat_sweep::mission
