#include "core/wallet/wallet.h"
