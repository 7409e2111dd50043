// The signal handlers. Linux.
#pragma once

namespace carray::faults {

/** Not for handlers: takes a lock. Puts ours on top of what is installed, if they are not there. */
void InstallHandlers();
bool AreInstalled();

}  // namespace carray::faults
