"""Installs the four top-level folders under the name that all of it is imported by."""

from setuptools import find_packages, setup

FOLDERS = ("specs", "fixtures", "mocks", "contract_tests")

package_dir = {"understudy": "src/understudy"}
# The links in src/understudy lead to the same four folders; they are for type checkers.
linked = [pattern for folder in FOLDERS for pattern in (folder, f"{folder}.*")]
packages = ["understudy", *(f"understudy.{name}" for name in find_packages("src/understudy", exclude=linked))]
for folder in FOLDERS:
    package_dir[f"understudy.{folder}"] = folder
    packages.append(f"understudy.{folder}")
    packages.extend(f"understudy.{folder}.{name}" for name in find_packages(folder))

setup(
    package_dir=package_dir,
    packages=packages,
    package_data={
        "understudy": ["py.typed"],
        "understudy.specs": ["**/*.yaml", "copies.txt"],
        "understudy.contract_tests": ["**/*.yaml", "corpus/*.gz"],
    },
)
