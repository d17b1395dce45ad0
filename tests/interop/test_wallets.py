"""Wallets made by bittensor-wallet: listed, opened and registered here; signatures both ways."""

import bittensor_wallet

import peer

PASSWORD = "a long test password 42"
USABLE, ENCRYPTED = 0, 1


class Wallets(peer.Case):
    def make(self, name, hotkey="default", password=None):
        wallet = bittensor_wallet.Wallet(name=name, hotkey=hotkey, path=str(self.wallets))
        wallet.create_new_coldkey(use_password=False, overwrite=False, suppress=True)
        if password is None:
            wallet.create_new_hotkey(use_password=False, overwrite=False, suppress=True)
        else:
            wallet.create_new_hotkey(
                use_password=True, hotkey_password=password, save_hotkey_to_env=False, overwrite=False, suppress=True
            )
        return wallet

    def test_plain_wallet_is_listed_and_signs(self):
        wallet = self.make("plain")
        listed = peer.probe("list", self.wallets)["wallets"]["plain"]
        self.assertEqual(listed["coldkey"], wallet.coldkeypub.ss58_address)
        self.assertEqual(list(listed["hotkeys"]), ["default"], "a pub file is not a hotkey")
        hotkey = listed["hotkeys"]["default"]
        self.assertEqual(hotkey["state"], USABLE)
        self.assertTrue(hotkey["hasSeed"])
        self.assertEqual(hotkey["address"], wallet.hotkey.ss58_address)

        message = f"{wallet.hotkey.ss58_address}:1753198463:api_keys"
        signed = peer.probe("sign", self.wallets, "plain", "default", message)
        self.assertTrue(wallet.hotkey.verify(message.encode(), bytes.fromhex(signed["signature"])))
        self.assertFalse(wallet.hotkey.verify(message.encode() + b"x", bytes.fromhex(signed["signature"])))

        theirs = wallet.hotkey.sign(message.encode()).hex()
        self.assertTrue(peer.probe("verify", wallet.hotkey.ss58_address, message, theirs)["valid"])
        self.assertFalse(peer.probe("verify", wallet.hotkey.ss58_address, message + "x", theirs)["valid"])

    def test_encrypted_hotkey_opens_with_its_password_only(self):
        wallet = self.make("locked", password=PASSWORD)
        address = wallet.hotkey_file.get_keypair(password=PASSWORD).ss58_address
        hotkey = peer.probe("list", self.wallets)["wallets"]["locked"]["hotkeys"]["default"]
        self.assertEqual(hotkey["state"], ENCRYPTED)
        wrong = peer.probe("sign", self.wallets, "locked", "default", "m", password="not it")
        self.assertEqual(wrong["doing"], "unlock")
        signed = peer.probe("sign", self.wallets, "locked", "default", "m", password=PASSWORD)
        self.assertEqual(signed["address"], address)
        keypair = bittensor_wallet.Keypair(ss58_address=address)
        self.assertTrue(keypair.verify(b"m", bytes.fromhex(signed["signature"])))

    def test_both_register(self):
        self.make("plain")
        self.make("locked", password=PASSWORD)
        for generation in ("seed", "2025-07"):
            with self.subTest(generation), peer.service(generation) as url:
                plain = peer.probe(
                    "register", self.wallets, "plain", "default", "plain_one", url, self.place / f"{generation}-plain.ini"
                )
                self.assertEqual(plain.get("username"), "plain_one", plain)
                locked = peer.probe(
                    "register",
                    self.wallets,
                    "locked",
                    "default",
                    "locked_one",
                    url,
                    self.place / f"{generation}-locked.ini",
                    password=PASSWORD,
                )
                self.assertEqual(locked.get("username"), "locked_one", locked)


peer.main()
