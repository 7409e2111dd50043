// Whether ThreadSanitizer is there, and runs.
#include <thread>

int main() {
  std::thread([] {}).join();
  return 0;
}
