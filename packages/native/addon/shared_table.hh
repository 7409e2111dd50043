// Which regions are shared, in the whole process: by their number, so that a thread that holds none finds one that lives.
//
// Why it is free of races. A region is in the table from Enter to Leave; it is deleted by its last owner alone, after Leave.
// Find looks at a region under the table's lock, and Leave takes that lock: so what Find looks at is not deleted. Find takes
// its reference by a compare-exchange from a count that is not 0, and the last owner is who takes the count to 0: one of the
// two comes first. If it is Find, the owner was not the last one; if it is the owner, Find answers nothing, now and later: a
// count of 0 rises again in one case only, where munmap has failed and so the pages are still there.
// The lock is the innermost one: nothing is called under it but `retain`, which takes none.
#pragma once

#include <cstdint>

namespace carray::regions {
struct Region;
}

namespace carray::shared_table {

/** The caller has a reference to the region, which may be there already. */
void Enter(std::uint64_t number, regions::Region* region);

/** From its return on nobody looks at the region by its number. */
void Leave(std::uint64_t number);

/** The region, if it is there and `retain`, called under the lock, took a reference to it; else nullptr. */
regions::Region* Find(std::uint64_t number, bool (*retain)(regions::Region*));

}  // namespace carray::shared_table
