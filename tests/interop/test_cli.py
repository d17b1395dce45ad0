"""The real chutes CLI: goes on with the config.ini that Canopy wrote, and the other way round."""

import configparser
import re

import bittensor_wallet

import peer


class Cli(peer.Case):
    def setUp(self):
        super().setUp()
        wallet = bittensor_wallet.Wallet(name="main", hotkey="default", path=str(self.wallets))
        wallet.create_new_coldkey(use_password=False, overwrite=False, suppress=True)
        wallet.create_new_hotkey(use_password=False, overwrite=False, suppress=True)
        self.hotkey = wallet.hotkey.ss58_address

    def test_cli_lists_and_creates_with_our_config(self):
        for generation, options in (("seed", ()), ("2025-07", ()), ("2025-10", ("--accept-any-token",)),
                                    ("2026-05", ("--accept-any-token",))):
            with self.subTest(generation), peer.service(generation, *options) as url:
                home = self.place / generation
                (home / ".chutes").mkdir(parents=True)
                config = home / ".chutes" / "config.ini"
                done = peer.probe("register", self.wallets, "main", "default", "lumenfold", url, config)
                self.assertEqual(done.get("username"), "lumenfold", done)
                self.assertEqual(config.stat().st_mode & 0o777, 0o600)

                made = peer.chutes("keys", "create", "--name", "from-cli", "--admin", home=home)
                self.assertIn("API key created successfully", made.stderr + made.stdout)
                secret = re.search(r"cpk_[0-9a-f]{32}\.[0-9a-f]{32}\.[A-Za-z0-9]{32}", made.stdout)
                self.assertIsNotNone(secret)

                listed = peer.chutes("keys", "list", home=home)
                self.assertIn("from-cli", listed.stdout, listed.stderr)

    def test_config_of_the_cli_imports(self):
        with peer.service("seed") as url:
            home = self.place / "home"
            home.mkdir()
            environment = {"CHUTES_API_URL": url}
            done = peer.chutes(
                "register", "--username", "by_cli", "--wallets-path", self.wallets, "--wallet", "main", "--hotkey", "default",
                home=home, answers="y\n", environment=environment,
            )
            config = home / ".chutes" / "config.ini"
            self.assertTrue(config.exists(), done.stderr)
            before = config.read_bytes()
            data = self.place / "data"
            data.mkdir(mode=0o700)
            imported = peer.probe("import", config, data)
            self.assertEqual(imported.get("username"), "by_cli", imported)
            self.assertEqual(imported["hotkey"], self.hotkey)
            self.assertEqual(imported["service"], url)
            self.assertTrue(imported["seedMatches"])
            self.assertTrue(imported["hasSeed"])
            self.assertEqual(config.read_bytes(), before, "the file is left alone")
            parser = configparser.ConfigParser()
            parser.read(config)
            seed = parser["auth"]["hotkey_seed"]
            for file in data.rglob("*"):
                if file.is_file():
                    self.assertNotIn(seed, file.read_text(errors="replace"))

    def test_cli_still_reads_a_file_that_canopy_edited(self):
        with peer.service("seed") as url:
            home = self.place / "edited"
            (home / ".chutes").mkdir(parents=True)
            config = home / ".chutes" / "config.ini"
            config.write_text("# mine\n[other]\nkeep: this\n\n[api]\nbase_url = http://127.0.0.1:9\n")
            done = peer.probe("register", self.wallets, "main", "default", "edited", url, config)
            self.assertEqual(done.get("username"), "edited", done)
            text = config.read_text()
            self.assertTrue(text.startswith("# mine\n[other]\nkeep: this\n"), text)
            listed = peer.chutes("keys", "list", home=home)
            self.assertEqual(listed.returncode, 0, listed.stderr)
            self.assertIn("Found 0 matching api_keys", listed.stderr)


peer.main()
