#include "ui/onboarding/wizard.h"
