#pragma once

#include <optional>
#include <string>
#include <vector>

#include "astro/bodies.hpp"
#include "astro/data_catalogue.hpp"
#include "astro/force_radiation.hpp"
#include "mission/drag_force.hpp"
#include "mission/field_table.hpp"
#include "mission/integrators/integrator.hpp"
#include "mission/program.hpp"

namespace gmat_sweep::mission {

/// A ForceModel's fields as the engine uses them.
struct ForceSettings {
  struct Harmonics {
    astro::Body body = astro::Body::earth;
    std::string potential_file;
    int degree = 0;
    int order = 0;
    bool solid_tide = false;
    std::string tide_file = {};  ///< empty: the Earth's own Love numbers, or the potential file's
  };
  struct Radiation {
    astro::SolarFlux flux;
    std::vector<astro::Body> extra_shadow_bodies;
  };
  std::string name;
  astro::Body central_body = astro::Body::earth;
  std::vector<Harmonics> harmonics;
  std::vector<astro::Body> point_masses;
  std::optional<Radiation> radiation;
  std::optional<DragSettings> drag;
  bool relativity = false;
  astro::BodyTable bodies;
  ErrorControl error_control = ErrorControl::rss_step;
};

/// Reads a force model. What the engine cannot do is added to `problems`, in
/// words.
ForceSettings read_force_model(const Program& program, const FieldTable& fields,
                               const astro::BodyTable& bodies, ObjectId id,
                               std::vector<std::string>& problems);

/// GMAT's force model of a Propagator that names none: Earth as a point mass.
ForceSettings default_force_model(const astro::BodyTable& bodies);

/// Reads a Propagator's own fields; the error control is its force model's.
IntegratorSettings read_propagator(const std::vector<FieldValue>& fields);

}  // namespace gmat_sweep::mission
